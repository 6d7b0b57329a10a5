import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { freePort, requirePort } from "./port.ts";

let server: Server;
let port: number;
beforeEach(async () => {
  port = await freePort();
  server = createServer().listen(port);
  await once(server, "listening");
});
afterEach(() => {
  server.close();
});

it("says which port is taken and how to choose another", async () => {
  await expect(requirePort(port, undefined)).rejects.toMatchObject({
    code: "misconfigured",
    message: `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`,
  });
});

it("waits for a port that is about to be free", async () => {
  const wait = requirePort(port, undefined, 10_000);
  server.close();
  await wait;
});

it("names an address that this machine does not have", async () => {
  await expect(requirePort(port, "192.0.2.1")).rejects.toThrow(/no address 192\.0\.2\.1/);
});
