import { parentPort, workerData } from "node:worker_threads";
import { type SceneTask, writeScene } from "./write-scene.ts";

/** A worker thread: draws its scenes one after the other and reports each. */
export interface SceneReport {
  stem: string;
  species: string[];
}

for (const task of workerData as SceneTask[]) {
  const report: SceneReport = { stem: task.stem, species: await writeScene(task) };
  parentPort?.postMessage(report);
}
