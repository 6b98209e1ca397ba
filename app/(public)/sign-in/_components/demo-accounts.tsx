import type { DemoAccount } from "#lib/people/demo-accounts.ts";

/** In the demo installation: who there is. The password is in the terminal, where the console was started. */
export function DemoAccounts({
  accounts,
  callbackUrl,
}: {
  accounts: DemoAccount[];
  callbackUrl: string;
}) {
  if (accounts.length === 0) return null;
  return (
    <section className="demo-accounts" aria-label="Demo accounts">
      <h2>Demo accounts</h2>
      <p className="small dim">
        One password for all of them; the terminal printed it at the start.
      </p>
      <ul>
        {accounts.map((account) => (
          <li key={account.email}>
            <span className="cut">
              {account.email} <small className="dim">{account.sees}</small>
            </span>
            <a
              className="link small"
              href={addressWith(account.email, callbackUrl)}
              aria-label={`Use ${account.email}`}
            >
              Use
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

const addressWith = (email: string, callbackUrl: string) =>
  `/sign-in?${new URLSearchParams({ email, callbackUrl })}`;
