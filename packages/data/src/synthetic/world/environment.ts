import { blend, type Color, dim, hex, tint } from "../color.ts";
import type { Random } from "../random.ts";
import type { Lighting } from "../render/lighting.ts";
import { normalize } from "../vector.ts";
import { type Habitat, PLACES, type Place } from "./places.ts";

type Weather = "sunny" | "overcast" | "golden" | "night" | "fog";

/** A place at an hour: everything that colours and lights the scene. */
export interface Environment {
  place: Place;
  weather: Weather;
  light: Lighting;
  skyTop: Color;
  skyLow: Color;
  clouds: number;
  /** Share of a colour that the haze takes over a metre. */
  haze: number;
  ground: readonly [Color, Color, Color];
  /** Shifts the noise of ground, clouds and hills. */
  offset: number;
  exposure: number;
}

interface Sky {
  top: string;
  low: string;
  sun: string;
  power: number;
  ambient: number;
  /** Range of the haze over an animal's distance, 0 to 1. */
  veil: readonly [number, number];
  elevation: readonly [number, number];
  exposure: number;
}

const SKIES: Record<Weather, Sky> = {
  sunny: {
    top: "#3f7cc4",
    low: "#b9d5ea",
    sun: "#fff0d6",
    power: 1.55,
    ambient: 0.5,
    veil: [0.01, 0.06],
    elevation: [0.55, 1.15],
    exposure: 1,
  },
  overcast: {
    top: "#b9c3cb",
    low: "#dde1e3",
    sun: "#eef1f4",
    power: 0.55,
    ambient: 0.85,
    veil: [0.02, 0.12],
    elevation: [0.8, 1.3],
    exposure: 1,
  },
  golden: {
    top: "#6487b5",
    low: "#eed6b6",
    sun: "#ffcf9e",
    power: 1.6,
    ambient: 0.45,
    veil: [0.02, 0.14],
    elevation: [0.18, 0.42],
    exposure: 0.95,
  },
  night: {
    top: "#121d30",
    low: "#2c3f58",
    sun: "#b4c6e6",
    power: 0.7,
    ambient: 0.34,
    veil: [0.01, 0.08],
    elevation: [0.5, 1.1],
    exposure: 1.15,
  },
  fog: {
    top: "#c3c9cb",
    low: "#d3d6d6",
    sun: "#f4f2ec",
    power: 0.4,
    ambient: 0.9,
    veil: [0.15, 0.4],
    elevation: [0.5, 1.1],
    exposure: 1,
  },
};

/** By how often they come. */
const WEATHERS: readonly Weather[] = [
  ...Array<Weather>(6).fill("sunny"),
  ...Array<Weather>(3).fill("overcast"),
  ...Array<Weather>(3).fill("golden"),
  "fog",
  "night",
];

const INDOORS = { sun: "#fff1df", power: 1.1, ambient: 0.5 };

/** Mostly a place where the animal lives, now and then any other under the open sky. */
function pickPlace(home: readonly Habitat[], random: Random): Place {
  const habitat = random.pick(home);
  const fit = PLACES.filter((p) => p.habitat === habitat);
  return random.chance(0.82) ? random.pick(fit) : random.pick(PLACES.filter((p) => !p.indoors));
}

/**
 * @param home where the main animal lives
 * @param distance of the main animal in metres
 */
export function drawEnvironment(
  home: readonly Habitat[],
  distance: number,
  random: Random,
): Environment {
  const place = pickPlace(home, random);
  const weather = place.indoors ? "overcast" : random.pick(WEATHERS);
  const sky = SKIES[weather];
  const skyLow = hex(sky.low);
  const source = place.indoors ? INDOORS : sky;
  const azimuth = random.range(-2.5, -0.64) + (random.chance(0.12) ? Math.PI : 0);
  const elevation = place.indoors ? random.range(0.5, 0.9) : random.range(...sky.elevation);
  const toSun = normalize([
    Math.cos(azimuth) * Math.cos(elevation),
    Math.sin(elevation),
    Math.sin(azimuth) * Math.cos(elevation),
  ]);
  const jitter = random.range(0.82, 1.18);
  const ground = place.ground.map((code) => dim(hex(code), jitter)) as [Color, Color, Color];
  const ambient = place.indoors ? hex("#d8cfc4") : blend(hex(sky.top), skyLow, 0.6);
  const bounce = tint(
    blend(ground[0], ground[1], 0.5),
    dim(hex(source.sun), 0.55 * source.power + 0.2),
  );
  const brightness = Math.max(...ambient, 0.05);
  return {
    place,
    weather,
    light: {
      toSun,
      sun: dim(hex(source.sun), source.power * random.range(0.85, 1.15)),
      sky: dim(ambient, source.ambient / brightness),
      bounce,
    },
    skyTop: hex(sky.top),
    skyLow,
    clouds:
      weather === "sunny" || weather === "golden" ? random.range(0, 0.8) : random.range(0, 0.3),
    haze: place.indoors ? 0 : -Math.log(1 - random.range(...sky.veil)) / distance,
    ground,
    offset: random.range(0, 200),
    exposure: sky.exposure * random.range(0.8, 1.22),
  };
}
