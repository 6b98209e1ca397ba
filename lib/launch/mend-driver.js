// Run by npm after each installation, and by whoever installs without its scripts.
import { readFileSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./root.js";

/**
 * Mends the PostgreSQL driver (postgres 3.4.9, the newest), whose answers to a lost connection are unsafe. All but one of these
 * have been reported to it and wait for a release; the numbers are its own:
 *
 * - a write that was put off finds no socket and throws past everybody, which ends the process (#1154, #1208);
 * - a write that was put off is forgotten in such a way that the connection never writes again (#1066);
 * - a connection that is used again answers its first query with the error that ended it (#1215);
 * - a transaction whose connection was lost goes on, if its code does, in the transaction of somebody else (#1186, #1204, #1216);
 * - a connection that is lost while it is being made throws past everybody (#1192, #1223);
 * - what is sent between a connection's error and its end stays behind, and takes the next transaction's answers (not reported yet);
 * - BEGIN is sent, and the connection is not kept for it, when the network is slow to take it (#1189, #1218).
 *
 * @returns {string[]} the files that were changed
 */
export function mendDriver(folder = join(root, "node_modules/postgres")) {
  const changed = [];
  for (const half of ["src", "cjs/src"]) {
    for (const [name, mends] of Object.entries(MENDS)) {
      const path = join(folder, half, name);
      const before = readFileSync(path, "utf8");
      const after = mends.reduce((text, mend) => apply(text, mend, path), before);
      if (after !== before) changed.push(replace(path, after));
    }
  }
  return changed;
}

/** @typedef {{ was: string, is: string }} Mend */

/** @type {Record<string, Mend[]>} */
const MENDS = {
  "connection.js": [
    {
      was: `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)`,
      is: `  function nextWrite(fn) {
    if (!socket) {
      clearImmediate(nextWriteTimer)
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options))
      return false
    }
    const x = socket.write(chunk, fn)`,
    },
    {
      was: `    clearImmediate(nextWriteTimer)
    if (socket) {`,
      is: `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    if (socket) {`,
    },
    {
      was: `    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)`,
      is: `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)`,
    },
    {
      was: `    !hadError && (query || sent.length) && error(`,
      is: `    ;(query || sent.length) && error(`,
    },
    {
      was: `    closedTime = performance.now()
    hadError &&`,
      is: `    query = results = errorResponse = null
    result = new Result()
    closedTime = performance.now()
    hadError &&`,
    },
    {
      was: `      return write(toBuffer(q))
        && !q.describeFirst
        && !q.cursorFn
        && sent.length < max_pipeline
        && (!q.options.onexecute || q.options.onexecute(connection))`,
      is: `      const written = write(toBuffer(q))
      const kept = !q.options.onexecute || q.options.onexecute(connection)
      return written
        && !q.describeFirst
        && !q.cursorFn
        && sent.length < max_pipeline
        && kept`,
    },
    {
      was: `        return fetchArrayTypes()`,
      is: `        return fetchArrayTypes().catch(noop)`,
    },
  ],
  "index.js": [
    {
      was: `    let savepoints = 0
      , connection
      , prepare = null`,
      is: `    let savepoints = 0
      , connection
      , lost = null
      , prepare = null`,
    },
    {
      was: `        new Promise((_, reject) => connection.onclose = reject)
      ])
    } catch (error) {
      throw error
    }`,
      is: `        new Promise((_, reject) => connection.onclose = e => {
          lost = e
          while (queries.length)
            queries.shift().reject(e)
          reject(e)
        })
      ])
    } catch (error) {
      throw error
    }`,
    },
    {
      was: `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue === full`,
      is: `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost)
          return q.reject(lost)
        c.queue === full`,
    },
  ],
};

/**
 * @param {string} text
 * @param {Mend} mend
 * @param {string} path
 */
function apply(text, { was, is }, path) {
  if (text.includes(is)) return text;
  if (text.split(was).length !== 2)
    throw new Error(
      `${path} is not the driver that is known here; look whether it still needs mending.`,
    );
  return text.replace(was, () => is);
}

/**
 * As a new file: npm and copies of a checkout may share the old one.
 * @param {string} path
 * @param {string} text
 */
function replace(path, text) {
  writeFileSync(`${path}.mended`, text);
  renameSync(`${path}.mended`, path);
  return path;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  mendDriver();
