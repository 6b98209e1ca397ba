import type { Viewer } from "#lib/access/viewer.ts";
import { ScheduleListInput } from "#lib/schedules/list-input.ts";
import { LIST } from "./address.ts";
import { ListScreen } from "./list-screen.tsx";
import { loadList } from "./load.ts";
import { loadWindow, windowPath, type WindowPath } from "./load-window.ts";
import { WindowScreen } from "./window/window-screen.tsx";

type Props = { viewer: Viewer; path: WindowPath | null; query: Record<string, unknown> };

/** The list of scheduled jobs, and over it the window of the one that the address names. */
export async function JobsScreen({ viewer, path, query }: Props) {
  const filters = ScheduleListInput.parse(query);
  const detail = path && (await loadWindow(viewer, path.id));
  const list = await loadList(viewer, filters);
  return (
    <>
      <ListScreen viewer={viewer} filters={filters} list={list} />
      {path && detail && (
        <WindowScreen
          viewer={viewer}
          detail={detail}
          tab={path.tab}
          since={list.since}
          filters={filters}
          searchParams={query}
        />
      )}
    </>
  );
}

/** What an address of the scheduled jobs on our own origin asks for. */
export function jobsAt(address: string): Omit<Props, "viewer"> {
  const { pathname, searchParams } = new URL(address, "http://local.invalid");
  return {
    path: windowPath(pathname.slice(LIST.length).split("/").filter(Boolean)),
    query: Object.fromEntries(searchParams),
  };
}
