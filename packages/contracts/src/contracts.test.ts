import { describe, expect, test } from "vitest";
import {
  CHECK_STEPS,
  CONTENT_ERRORS,
  canMove,
  challengeConfigSchema,
  classMapSchema,
  ERRORS,
  type ErrorCode,
  isContentError,
  limitsSchema,
  MaskboardError,
  nameList,
  nameSchema,
  slugSchema,
  submissionStateSchema,
  uploadMetadataSchema,
} from "./index.ts";

const animal = { id: 0, name: "background", color: "#336699" };

describe("class map", () => {
  test("ids need not be contiguous, and 0 may be a class", () => {
    const map = classMapSchema.parse({
      classes: [animal, { id: 6, name: "eye", color: "#FF0000" }],
      void: 255,
    });
    expect(map.classes.map((entry) => entry.id)).toEqual([0, 6]);
    expect(map.classes[1]?.color).toBe("#ff0000");
  });

  test.each([
    [
      "the same id twice",
      { classes: [animal, { ...animal, name: "other" }] },
      /id 0 is used twice/,
    ],
    ["the same name twice", { classes: [animal, { ...animal, id: 1 }] }, /name background is used/],
    ["void that is a class", { classes: [animal], void: 0 }, /void is also a class/],
    ["no classes", { classes: [] }, /Too small/],
    ["unknown keys", { classes: [animal], ignore: 3 }, /Unrecognized key/],
    [
      "the same colour twice where colours are labels",
      { classes: [animal, { ...animal, id: 1, name: "b" }], rgbMasks: true },
      /color #336699 is used twice/,
    ],
  ])("refuses %s", (_, input, message) => {
    expect(classMapSchema.safeParse(input).error?.message).toMatch(message);
  });
});

describe("submission states", () => {
  test("a final state is left only by going back to the queue", () => {
    for (const from of ["scored", "invalid", "failed"] as const) {
      const next = submissionStateSchema.options.filter((to) => canMove(from, to));
      expect(next).toEqual(["queued"]);
    }
  });

  test("nothing is scored that was not checked", () => {
    const before = submissionStateSchema.options.filter((from) => canMove(from, "scored"));
    expect(before).toEqual(["scoring"]);
  });

  test("every state can be reached from `uploading`", () => {
    const reached = new Set(["uploading"]);
    for (const from of reached) {
      for (const to of submissionStateSchema.options) {
        if (canMove(submissionStateSchema.parse(from), to)) reached.add(to);
      }
    }
    expect([...reached].sort()).toEqual([...submissionStateSchema.options].sort());
  });
});

describe("errors", () => {
  test("each code says what to change and has a client or server status", () => {
    for (const [code, { http, fix }] of Object.entries(ERRORS)) {
      expect(fix, code).toMatch(/\.$/);
      expect(http, code).toBeGreaterThanOrEqual(400);
    }
  });

  test("only the content of a file makes a submission invalid", () => {
    for (const code of Object.keys(ERRORS) as ErrorCode[]) {
      expect(isContentError(code), code).toBe(code in CONTENT_ERRORS);
    }
  });

  test("is sent with code, message, fix and details", () => {
    const error = new MaskboardError("masks_missing", "2 masks are missing.", nameList(["a", "b"]));
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: "masks_missing",
      message: "2 masks are missing.",
      fix: ERRORS.masks_missing.fix,
      details: { files: ["a", "b"], total: 2 },
    });
  });

  test("what they quote from files can be shown, stored and logged", () => {
    const file = `a\0b\u001b[31m\u202egnp.${"x".repeat(5_000)}`;
    const { message, details } = new MaskboardError("masks_extra", `'${file}'\nis too much.`, {
      ...{ file, files: [file], value: 3 },
    });
    for (const text of [message, details.file!, details.files![0]!]) {
      expect(text).toContain("a␀b␛[31m�gnp.x");
      expect(text.length).toBeLessThan(200);
    }
    expect(message).toMatch(/\nis too much\.$/);
    expect(details.value).toBe(3);
  });

  test("long lists of names are cut, and their length is kept", () => {
    const names = Array.from({ length: 60 }, (_, index) => `${index}.png`);
    expect(nameList(names)).toEqual({ files: names.slice(0, 50), total: 60 });
  });
});

describe("challenge configuration", () => {
  test("everything but the classes is optional", () => {
    expect(challengeConfigSchema.safeParse({ classes: [animal] }).success).toBe(true);
    expect(challengeConfigSchema.safeParse({ title: "x" }).success).toBe(false);
  });

  test("unknown keys are refused by name", () => {
    const result = challengeConfigSchema.safeParse({ classes: [animal], limts: {} });
    expect(result.error?.message).toMatch(/limts/);
  });

  test("limits have defaults", () => {
    expect(limitsSchema.parse({})).toMatchObject({ perDay: 10, finals: 2 });
  });

  test.each(["animal-parts", "a", "2026"])("slug %s is good", (slug) => {
    expect(slugSchema.safeParse(slug).success).toBe(true);
  });

  test.each(["Animal", "-a", "a-", "a b", "../a", ""])("slug %j is refused", (slug) => {
    expect(slugSchema.safeParse(slug).success).toBe(false);
  });
});

describe("names that others see", () => {
  test.each(["Night owls", "Ünïcødé 🦉", "R2-D2"])("%s is good", (name) => {
    expect(nameSchema(2, 40).safeParse(name).success).toBe(true);
  });

  test.each(["", "a\0b", "a\nb", "\u202eowt maet", "\u200b\u200b\u200b"])(
    "%j is refused",
    (name) => {
      expect(nameSchema(2, 40).safeParse(name).success).toBe(false);
    },
  );
});

test("an upload tells what it is for", () => {
  const metadata = { purpose: "submission", challenge: "animals", filename: "masks.zip" };
  expect(uploadMetadataSchema.parse(metadata)).toMatchObject({ lane: "masks" });
  expect(uploadMetadataSchema.safeParse({ ...metadata, purpose: "other" }).success).toBe(false);
});

test("the checks have one order", () => {
  expect(CHECK_STEPS).toEqual(["archive", "names", "format", "labels"]);
});
