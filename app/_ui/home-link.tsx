/** The way back from a page without the shell. A plain link: such a page must not carry the router's weight for it. */
export function HomeLink() {
  return (
    // oxlint-disable-next-line next/no-html-link-for-pages
    <a className="link" href="/">
      Dashboard
    </a>
  );
}
