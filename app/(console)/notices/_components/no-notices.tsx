import { ButtonLink } from "../../../_ui/button.tsx";
import { Void } from "../../../_ui/void.tsx";

export function NoNotices({ unreadOnly }: { unreadOnly: boolean }) {
  if (unreadOnly) {
    return (
      <Void
        title="You have read everything"
        line="calm"
        actions={<ButtonLink href="/notices">Show all notices</ButtonLink>}
      >
        <p>No notice is unread.</p>
      </Void>
    );
  }
  return (
    <Void title="No notices yet" line="flat">
      <p>
        When something that you started has ended, its outcome appears here and the bell counts it.
      </p>
    </Void>
  );
}
