import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { MASK, parametersShown } from "#lib/runs/parameters-shown.ts";
import { catalogue } from "./catalogue.ts";

/** The names of a schema's properties, at any depth. */
function propertiesOf(schema: unknown): string[] {
  if (schema === null || typeof schema !== "object") return [];
  return Object.entries(schema).flatMap(([key, inner]) => [
    ...(key === "properties" ? Object.keys(inner as object) : []),
    ...propertiesOf(inner),
  ]);
}

const asked = catalogue.flatMap(({ name, parameters }) =>
  propertiesOf(z.toJSONSchema(parameters, { io: "input", unrepresentable: "any" })).map(
    (property) => ({ name, property }),
  ),
);

test("S39: no job type asks for a secret: parameters are kept as they were given, and only masked when they are shown", () => {
  assert.ok(asked.length >= 5, "parameters are found");
  const secret = asked.filter(
    ({ property }) => (parametersShown({ [property]: "x" }) as never)[property] === MASK,
  );
  assert.deepEqual(secret, []);
});

test("S39, S41: what a job type did not ask for is not taken", () => {
  for (const { name, parameters } of catalogue) {
    const taken = parameters.safeParse({ ftpPassword: "canary" });
    assert.ok(!JSON.stringify(taken.data ?? {}).includes("canary"), name);
  }
});
