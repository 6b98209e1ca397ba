import { Icon } from "../../_ui/icon.tsx";
import { Time } from "../../_ui/time.tsx";

/** On every page while nobody executes runs: what is started is kept and waits. */
export function NoWorker({ since }: { since: string | null }) {
  return (
    <p className="banner" role="status">
      <Icon name="lost" />
      <span>
        <b>No worker is alive</b>
        {since ? (
          <>
            , the last was heard <Time at={since} form="moment" />
          </>
        ) : (
          ", and none has been heard yet"
        )}
        . What is started is kept and waits.
      </span>
    </p>
  );
}
