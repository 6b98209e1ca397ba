import type { MailDetail } from "#lib/mails/get.ts";
import type { PARTS } from "#lib/mails/status.ts";
import { Time } from "#app/_ui/time.tsx";

type Props = { mail: MailDetail; part: (typeof PARTS)[number] };

/** One part of a mail. Its HTML stands in a frame that runs nothing and loads nothing. */
export function LetterPart({ mail, part }: Props) {
  if (part === "attempts") return <Attempts mail={mail} />;
  if (mail.text === null)
    return <p className="notyet">It gets its words when it is sent, from the run as it is then.</p>;
  if (part === "headers") return <Headers mail={mail} />;
  if (part === "text") return <pre className="plain">{mail.text}</pre>;
  return (
    <iframe
      className="sheetframe"
      title={`The mail: ${mail.subject}`}
      sandbox=""
      srcDoc={mail.html ?? ""}
    />
  );
}

function Headers({ mail }: { mail: MailDetail }) {
  return (
    <dl className="facts headers">
      {mail.headers.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <code>{value}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Attempts({ mail }: { mail: MailDetail }) {
  if (mail.tries.length === 0) return <p className="notyet">It was not handed to a server yet.</p>;
  return (
    <ol className="tries">
      {mail.tries.map((one) => (
        <li key={one.at}>
          <Time at={one.at} form="seconds" /> <span>{one.answer}</span>
        </li>
      ))}
    </ol>
  );
}
