"use client";

import type { SegmentationClass } from "@maskboard/contracts";
import { createContext, useContext } from "react";

interface Classes {
  classes: SegmentationClass[];
  rgbMasks: boolean;
}

const ClassesContext = createContext<Classes>({ classes: [], rgbMasks: false });

/** The challenge's classes, for everything that paints or names labels below. */
export const ClassesProvider = ClassesContext.Provider;

export function useClasses(): Classes {
  return useContext(ClassesContext);
}
