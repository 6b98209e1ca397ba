import { signOut } from "../../(public)/sign-in/actions.ts";
import { Menu } from "../../_ui/menu.tsx";
import type { Preferences } from "../../_ui/preferences.ts";
import { HelpButton } from "./help.tsx";
import { PreferenceForm } from "./preference-form.tsx";

type Props = { name: string; email: string | null; preferences: Preferences };

/** The person's name with what is his: how it looks, the keys, the way out. */
export function PersonMenu({ name, email, preferences }: Props) {
  return (
    <Menu
      label={`${name}, settings and sign out`}
      trigger={<span className="name">{name}</span>}
      className="desk"
    >
      <p className="who">
        <b>{name}</b>
        <small>{email}</small>
      </p>
      <hr />
      <PersonEntries preferences={preferences} />
    </Menu>
  );
}

/** The same entries at the foot of the phone's menu. */
export function PersonEntries({ preferences }: { preferences: Preferences }) {
  return (
    <>
      <PreferenceForm
        name="theme"
        label="Theme"
        current={preferences.theme}
        options={THEME_OPTIONS}
      />
      <PreferenceForm
        name="density"
        label="Rows"
        current={preferences.density}
        options={DENSITY_OPTIONS}
      />
      <PreferenceForm
        name="times"
        label="Times"
        current={preferences.times}
        options={TIME_OPTIONS}
      />
      <PreferenceForm
        name="motion"
        label="Blinking"
        current={preferences.motion}
        options={MOTION_OPTIONS}
      />
      <hr />
      <HelpButton />
      <form action={signOut}>
        <button type="submit">Sign out</button>
      </form>
    </>
  );
}

const THEME_OPTIONS = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "system", label: "System" },
];
const DENSITY_OPTIONS = [
  { value: "comfortable", label: "Two lines" },
  { value: "compact", label: "One line" },
];
const TIME_OPTIONS = [
  { value: "relative", label: "3 min ago" },
  { value: "zone", label: "21:40" },
  { value: "utc", label: "UTC" },
];
const MOTION_OPTIONS = [
  { value: "on", label: "On" },
  { value: "off", label: "Off" },
];
