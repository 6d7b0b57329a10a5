import type { Bone } from "../anatomy/bone.ts";
import { type Camera, pixelRay, project } from "./camera.ts";
import type { Field, Hit } from "./field.ts";

const TILE = 8;
/** Tiles are cut into parts of this size, each with its own start for the rays. */
const PART = 4;
const PARTS = TILE / PART;

/** A point of a body as the camera sees it. */
export interface SurfacePoint extends Hit {
  x: number;
  y: number;
  z: number;
  /** Unit direction from the camera. */
  vx: number;
  vy: number;
  vz: number;
  /** Planar depth in metres. */
  depth: number;
  /** Openness of the surroundings: 1 free, 0 in a crease. */
  open: number;
}

export interface Tracer {
  /** Pixels that the body may touch: left, top, right, bottom (the last two excluded). */
  bounds: readonly [number, number, number, number];
  /**
   * Planar depth of the surface seen at an image position; 0 where there is none.
   *
   * @param from depth before which there is known to be nothing
   */
  march(x: number, y: number, from: number): number;
  /** Describes the surface at the position and depth that `march` found. */
  land(x: number, y: number, depth: number, out: SurfacePoint): void;
}

export function emptyPoint(): SurfacePoint {
  return {
    bone: 0,
    along: 0,
    x: 0,
    y: 0,
    z: 0,
    nx: 0,
    ny: 0,
    nz: 0,
    vx: 0,
    vy: 0,
    vz: 1,
    depth: 0,
    open: 1,
  };
}

interface Tile {
  bones: Uint16Array;
  /** Depth before which no ray of a part meets anything; 0 until first asked for. */
  starts: Float32Array;
  /** The same for the whole tile. */
  start: number;
}

interface ScreenBall {
  x: number;
  y: number;
  /** Pixels around (x, y) that it may touch. */
  reach: number;
}

/** Whether the row of balls from `a` to `b` may touch the tile around (x, y). */
function reaches(a: ScreenBall, b: ScreenBall, x: number, y: number): boolean {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const t = Math.min(
    1,
    Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy + 1e-9)),
  );
  const gap = Math.sqrt((x - a.x - dx * t) ** 2 + (y - a.y - dy * t) ** 2);
  return gap <= Math.max(a.reach, b.reach) + TILE * 0.71;
}

/** Depth range of a body and, for each tile of the image, the bones that can be seen in it. */
function sortIntoTiles(
  bones: readonly Bone[],
  camera: Camera,
  width: number,
  height: number,
  swell: number,
) {
  const columns = Math.ceil(width / TILE);
  const rows = Math.ceil(height / TILE);
  const lists: (number[] | undefined)[] = new Array(columns * rows);
  const box = { left: width, top: height, right: 0, bottom: 0, near: Infinity, far: 0 };
  bones.forEach((bone, index) => {
    const ends = [
      { ...project(camera, bone.a), r: bone.ra, reach: 0 },
      { ...project(camera, bone.b), r: bone.rb, reach: 0 },
    ];
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const end of ends) {
      const { x, y, depth, r } = end;
      const reach = r + bone.blend * 0.5 + swell;
      const k = (camera.focal * reach) / Math.max(0.05, depth - reach) + 1.5;
      end.reach = k;
      left = Math.min(left, x - k);
      right = Math.max(right, x + k);
      top = Math.min(top, y - k);
      bottom = Math.max(bottom, y + k);
      box.near = Math.min(box.near, depth - reach * 1.5);
      box.far = Math.max(box.far, depth + reach * 1.5);
    }
    const x0 = Math.max(0, Math.floor(left / TILE));
    const x1 = Math.min(columns - 1, Math.floor(right / TILE));
    const y0 = Math.max(0, Math.floor(top / TILE));
    const y1 = Math.min(rows - 1, Math.floor(bottom / TILE));
    const [from, to] = ends as [(typeof ends)[0], (typeof ends)[0]];
    for (let ty = y0; ty <= y1; ty++) {
      for (let tx = x0; tx <= x1; tx++) {
        if (!reaches(from, to, (tx + 0.5) * TILE, (ty + 0.5) * TILE)) continue;
        const list = lists[ty * columns + tx];
        if (list) list.push(index);
        else lists[ty * columns + tx] = [index];
      }
    }
    box.left = Math.min(box.left, Math.max(0, Math.floor(left)));
    box.top = Math.min(box.top, Math.max(0, Math.floor(top)));
    box.right = Math.max(box.right, Math.min(width, Math.ceil(right)));
    box.bottom = Math.max(box.bottom, Math.min(height, Math.ceil(bottom)));
  });
  const tiles = lists.map(
    (list): Tile | undefined =>
      list && { bones: Uint16Array.from(list), starts: new Float32Array(PARTS * PARTS), start: 0 },
  );
  return { tiles, columns, rows, box };
}

/**
 * Sphere tracing (Hart 1996) of a distance field, with the bones sorted into tiles of the image and
 * one wide ray a tile that skips the empty space before it.
 */
export function createTracer(
  bones: readonly Bone[],
  field: Field,
  camera: Camera,
  width: number,
  height: number,
  swell: number,
): Tracer {
  const { tiles, columns, rows, box } = sortIntoTiles(bones, camera, width, height, swell);
  const near = Math.max(0.05, box.near);
  const at = new Float64Array(3);

  /** Follows one wide ray around an image position until something may lie `radius` pixels off. */
  function wideStart(
    list: Uint16Array,
    x: number,
    y: number,
    radius: number,
    from: number,
  ): number {
    const [dx, dy, dz] = pixelRay(camera, x, y);
    const norm = Math.sqrt(dx * dx + dy * dy + dz * dz);
    const spread = radius / camera.focal;
    let t = from;
    for (let i = 0; i < 40 && t < box.far; i++) {
      at[0] = dx * t;
      at[1] = camera.height + dy * t;
      at[2] = dz * t;
      const d = field.distance(list, at);
      const slack = d - spread * t - swell;
      if (slack < 0.002 * t) return t;
      t += (slack * 0.9) / (norm + spread);
    }
    return t;
  }

  function tileAt(px: number, py: number): Tile | undefined {
    const tx = Math.min(columns - 1, Math.max(0, Math.floor(px / TILE)));
    const ty = Math.min(rows - 1, Math.max(0, Math.floor(py / TILE)));
    return tiles[ty * columns + tx];
  }

  function startAt(tile: Tile, px: number, py: number): number {
    const cx = Math.floor(px / PART);
    const cy = Math.floor(py / PART);
    const part = (cy % PARTS) * PARTS + (cx % PARTS);
    const known = tile.starts[part]!;
    if (known > 0) return known;
    if (tile.start === 0) {
      const x = (Math.floor(px / TILE) + 0.5) * TILE;
      const y = (Math.floor(py / TILE) + 0.5) * TILE;
      tile.start = wideStart(tile.bones, x, y, TILE * 0.75, near);
    }
    const start = wideStart(
      tile.bones,
      (cx + 0.5) * PART,
      (cy + 0.5) * PART,
      PART * 0.75,
      tile.start,
    );
    tile.starts[part] = start;
    return start;
  }

  function march(px: number, py: number, from: number): number {
    const tile = tileAt(px, py);
    if (!tile) return 0;
    const list = tile.bones;
    let t = from > 0 ? from : startAt(tile, px, py);
    if (t >= box.far) return 0;
    const [dx, dy, dz] = pixelRay(camera, px, py);
    const inverse = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz);
    const pixel = 0.5 / camera.focal;
    for (let i = 0; i < 48; i++) {
      at[0] = dx * t;
      at[1] = camera.height + dy * t;
      at[2] = dz * t;
      const d = field.distance(list, at);
      if (d < pixel * t) return t;
      t += d * 0.96 * inverse;
      if (t > box.far) return 0;
    }
    return 0;
  }

  function land(px: number, py: number, t: number, out: SurfacePoint): void {
    const list = tileAt(px, py)!.bones;
    const [dx, dy, dz] = pixelRay(camera, px, py);
    const inverse = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz);
    const x = dx * t;
    const y = camera.height + dy * t;
    const z = dz * t;
    field.describe(list, x, y, z, out);
    out.x = x;
    out.y = y;
    out.z = z;
    out.vx = dx * inverse;
    out.vy = dy * inverse;
    out.vz = dz * inverse;
    out.depth = t;
    const reach = 0.07;
    at[0] = x + out.nx * reach;
    at[1] = y + out.ny * reach;
    at[2] = z + out.nz * reach;
    const gap = field.distance(list, at);
    out.open = Math.min(1, Math.max(0, gap / reach));
  }

  return { bounds: [box.left, box.top, box.right, box.bottom], march, land };
}
