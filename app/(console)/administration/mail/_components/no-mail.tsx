import { ButtonLink } from "#app/_ui/button.tsx";
import { Void } from "#app/_ui/void.tsx";

/** Nothing because of the filters is not nothing at all. */
export function NoMail({ narrowed }: { narrowed: boolean }) {
  if (narrowed) {
    return (
      <Void
        title="No mail matches"
        line="calm"
        actions={<ButtonLink href="/administration/mail">Reset the filters</ButtonLink>}
      >
        <p>There are mails in other states or with other words.</p>
      </Void>
    );
  }
  return (
    <Void title="No mail yet" line="flat">
      <p>
        Reports of runs appear here, with what became of them. They are kept also when no mail
        server is set.
      </p>
    </Void>
  );
}
