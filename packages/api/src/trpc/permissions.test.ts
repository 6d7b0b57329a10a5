import { expect, test } from "vitest";
import { permissionsDocument } from "../testing/permissions.ts";

test("docs/permissions.md says what the code does", async () => {
  await expect(permissionsDocument()).toMatchFileSnapshot("../../../../docs/permissions.md");
});
