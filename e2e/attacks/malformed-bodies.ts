import { seeded } from "../support/seeded.ts";

/** One body as an attacker would send it to a server action. */
export type Malformed = { what: string; contentType: string; body: Buffer };

const BOUNDARY = "----nightshift";

function form(parts: Array<[name: string, value: string, more?: string]>): Buffer {
  const written = parts.map(
    ([name, value, more = ""]) =>
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`,
  );
  return Buffer.from(`${written.join("")}--${BOUNDARY}--\r\n`);
}

const nested = (depth: number, open: string, close: string) =>
  open.repeat(depth) + close.repeat(depth);

/** Bodies of the wire format of server actions that no page of ours ever sends. */
const SHAPES: Array<(random: () => number) => string> = [
  (random) => nested(Math.floor(random() * 20_000), "[", "]"),
  (random) => nested(Math.floor(random() * 5_000), '{"a":', "}").replace(/:\}/, ":1}"),
  () => '["$1"]',
  () => '["$K1","$K1","$K1"]',
  () => '["$F1","$h1","$h2"]',
  (random) => `["$n${"9".repeat(Math.floor(random() * 200_000))}"]`,
  (random) => `["$D${"9".repeat(Math.floor(random() * 100))}"]`,
  () =>
    '["$Q1","$W1","$i1","$A1","$O1","$o1","$U1","$S1","$s1","$L1","$l1","$G1","$g1","$M1","$m1","$V1"]',
  () => '["$B1","$r1","$R1","$X1","$x1"]',
  () =>
    '[{"then":"$1:__proto__:then","status":"resolved_model","reason":-1,"value":"{\\"then\\":\\"$B1\\"}","_response":{"_prefix":"process.exit(7);","_formData":{"get":"$1:constructor:constructor"}}}]',
  () => '["$1:__proto__:constructor:constructor"]',
  () => '[{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}]',
  () => '["$undefined",null,true,1,"x"]',
  () => '{"0":"a"}',
  () => "null",
  () => '"$K1"',
  () => "",
  () => "[",
  (random) => `["$K${Math.floor(random() * 1e9)}"]`,
  (random) =>
    `["$${String.fromCharCode(33 + Math.floor(random() * 90))}${Math.floor(random() * 99)}"]`,
  (random) => Array.from({ length: 200 }, () => String.fromCharCode(random() * 0xd7ff)).join(""),
];

/** So many of them, the same ones for the same seed; every hundredth holds ten megabytes. */
export function malformedBodies(count: number, seed: number): Malformed[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, at) => {
    if (at % 100 === 99) return large(at);
    const shape = Math.floor(random() * SHAPES.length);
    const text = (SHAPES[shape] as (random: () => number) => string)(random);
    const what = `#${at} shape ${shape}`;
    const way = Math.floor(random() * 6);
    return { what: `${what} way ${way}`, ...wrapped(way, text, random) };
  });
}

/** The ways to send a text: plain, as parts that refer to one another, as a form without scripts, cut off. */
function wrapped(way: number, text: string, random: () => number): Omit<Malformed, "what"> {
  const multipart = `multipart/form-data; boundary=${BOUNDARY}`;
  const cyclic = form([
    ["1", '["$2"]'],
    ["2", '["$1"]'],
    ["0", text],
  ]);
  const cut = form([["0", text]]).subarray(0, Math.floor(random() * 120));
  const noScripts = form([
    ["$ACTION_REF_1", ""],
    ["$ACTION_1:0", text],
    ["$ACTION_1:1", "[]"],
    ["$ACTION_KEY", text.slice(0, 2000)],
  ]);
  const ways: Array<Omit<Malformed, "what">> = [
    { contentType: "text/plain;charset=UTF-8", body: Buffer.from(text) },
    { contentType: multipart, body: cyclic },
    {
      contentType: multipart,
      body: form([
        ["0", text],
        ["_1_runId", "1"],
        ["_1_runId", "x", '; filename="a"'],
      ]),
    },
    { contentType: multipart, body: noScripts },
    { contentType: multipart, body: cut },
    {
      contentType: "application/x-www-form-urlencoded",
      body: Buffer.from(`0=${encodeURIComponent(text.slice(0, 5000).toWellFormed())}`),
    },
  ];
  return ways[way] as Omit<Malformed, "what">;
}

function large(at: number): Malformed {
  const text = `["${"x".repeat(10_000_000)}"]`;
  const isForm = at % 200 === 199;
  return {
    what: `#${at} ten megabytes`,
    contentType: isForm ? `multipart/form-data; boundary=${BOUNDARY}` : "text/plain;charset=UTF-8",
    body: isForm ? form([["0", text]]) : Buffer.from(text),
  };
}
