import { HomeLink } from "./_ui/home-link.tsx";
import { PageTitle } from "./_ui/page-title.tsx";
import { Void } from "./_ui/void.tsx";

/** Outside the shell. */
export default function Forbidden() {
  return (
    <main id="main" className="bare">
      <Void heading="h1" title="This takes a permission that you don’t have" actions={<HomeLink />}>
        <PageTitle>Not allowed</PageTitle>
        <p>Nothing was changed. An administrator can give it to you.</p>
      </Void>
    </main>
  );
}
