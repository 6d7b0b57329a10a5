import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli, temporaryFolder } from "./run-cli.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder("cli");
});
afterAll(() => folder[Symbol.asyncDispose]());

const run = (args: string[], env: Record<string, string> = {}) =>
  runCli(args, { config: folder.path, env });

interface ErrorOutput {
  error: { code: string; message: string; fix: string; details: Record<string, unknown> };
}

describe("usage errors", () => {
  it.each([
    ["an unknown command", ["evalute"]],
    ["an unknown option", ["whoami", "--loud"]],
    ["a missing option", ["submit", "masks.zip"]],
    ["a missing argument", ["show"]],
    ["a value that is no choice", ["leaderboard", "x", "--split", "secret"]],
    ["no command", []],
    ["no server", ["whoami"]],
    ["an address that is none", ["whoami", "--url", "localhost"]],
    [
      "a folder that is not there",
      ["evaluate", "--truth", "/no", "--pred", "/no", "--classes", "/no"],
    ],
  ])("exit with 2 for %s", async (_name, args) => {
    const json = await run([...args, "--json"]);
    expect(json.code).toBe(2);
    expect(json.json<ErrorOutput>().error).toMatchObject({
      code: "bad_request",
      message: expect.stringMatching(/./),
      fix: expect.stringMatching(/./),
    });
    expect(json.stderr).not.toBe("");
  });

  it("print nothing on stdout without --json", async () => {
    expect(await run(["show"])).toMatchObject({ code: 2, stdout: "" });
  });

  it("names a bad environment variable", async () => {
    const outcome = await run(["whoami"], { MASKBOARD_URL: "ftp://host" });
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain("MASKBOARD_URL");
  });

  it("suggests the command that was meant", async () => {
    expect((await run(["leaderbord", "x"])).stderr).toContain("Did you mean leaderboard?");
  });

  it("shows help on stdout and exits with 0", async () => {
    const outcome = await run(["submit", "--help"]);
    expect(outcome).toMatchObject({ code: 0, stderr: "" });
    expect(outcome.stdout).toContain("--challenge <slug>");
  });
});

describe("a server out of reach", () => {
  it.each([
    ["whoami"],
    ["challenges"],
    ["leaderboard", "animals"],
    ["data", "animals", "--out", "kit"],
  ])("makes %s exit with 3", async (...args) => {
    const outcome = await run([...args, "--json", "--url", "http://127.0.0.1:1", "--key", "k"]);
    expect(outcome.code).toBe(3);
    expect(outcome.json<ErrorOutput>().error.code).toBe("unreachable");
    expect(outcome.stderr).toContain("http://127.0.0.1:1");
  });

  it("is what any other web server counts as", async () => {
    const server = createServer((_request, response) => {
      response.setHeader("content-type", "text/html").end("<h1>Hello</h1>");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const outcome = await run(["challenges", "--url", url]);
    server.close();
    expect(outcome.code).toBe(3);
    expect(outcome.stderr).toContain("not a Maskboard server");
  });
});

describe("output", () => {
  it("has no colour codes when it is no terminal, and has them when forced", async () => {
    const plain = await run(["doctor"]);
    const forced = await run(["doctor"], { FORCE_COLOR: "1" });
    const control = String.fromCharCode(27);
    expect(plain.stdout).not.toContain(control);
    expect(forced.stdout).toContain(control);
  });
});
