import type { Continuable } from "#lib/imports/continuable.ts";

/** What comes after the upload, before one begins. */
export function WhatHappens({ continues }: { continues: Continuable | undefined }) {
  return (
    <aside aria-labelledby="what-happens">
      <h2 id="what-happens">What happens</h2>
      <dl className="facts2">
        <dt>Next</dt>
        <dd>the columns are matched to fields; nothing is written before you say so</dd>
        <dt>Known rows</dt>
        <dd>are found by their SKU and updated; what has no column stays</dd>
        <dt>Invalid rows</dt>
        <dd>left out, kept in a file to correct</dd>
        {continues && (
          <>
            <dt>Continues</dt>
            <dd>
              {continues.title} #{continues.runId}; both runs show each other
            </dd>
          </>
        )}
      </dl>
      <details className="sample">
        <summary>What a file looks like</summary>
        <p className="soft">
          The first line names the columns. Language, channel and currency follow the name after a
          hyphen.
        </p>
        <pre className="code">{SAMPLE}</pre>
      </details>
    </aside>
  );
}

const SAMPLE = `sku;family;categories;name-en_US;price-EUR
AL-10442;wall_lights;lighting,hall;Vela, brass;129.00
AL-10450;pendants;lighting;Orbit 40;249.00`;
