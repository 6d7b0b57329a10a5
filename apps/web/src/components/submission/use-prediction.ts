import type { SegmentationClass } from "@maskboard/contracts";
import { type DecodedMask, MaskDecoder, portableCodec } from "@maskboard/data/check";
import { useQuery } from "@tanstack/react-query";

/** Width and height stand in the first chunk of every PNG. */
function pngSize(png: Uint8Array): { width: number; height: number } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** The predicted labels of one image, decoded by the scorer's own code. */
export function usePrediction(path: string, classes: SegmentationClass[], rgbMasks: boolean) {
  return useQuery({
    queryKey: ["prediction", path],
    staleTime: Number.POSITIVE_INFINITY,
    async queryFn({ signal }): Promise<DecodedMask> {
      const response = await fetch(path, { signal });
      if (!response.ok) throw new Error("This mask can't be loaded now.");
      const png = new Uint8Array(await response.arrayBuffer());
      const decoder = new MaskDecoder({ classes, rgbMasks }, portableCodec);
      return decoder.decode(png, { file: path, ...pngSize(png) });
    },
  });
}
