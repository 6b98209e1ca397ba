/**
 * Whether a password is among those that guessers try first, whatever its case: a common word or name with nothing but a few digits
 * or signs around it, a run along the digits, the alphabet or the keyboard, or a short pattern said again and again. ASVS 5 6.2.4.
 */
export function isCommonPassword(password: string): boolean {
  const plain = password.normalize("NFKC").toLowerCase();
  if (isKnown(plain)) return true;
  return plain.length <= GUESSED_LENGTH && (isRun(plain) || isRepetition(plain));
}

/** Longer than this nobody guesses by rows and repetitions. */
const GUESSED_LENGTH = 20;

function isKnown(plain: string): boolean {
  const word = plain.replaceAll(/^[\d\W_]{0,6}|[\d\W_]{0,6}$/g, "");
  return [plain, word, straightened(plain), straightened(word)].some((each) => WORDS.has(each));
}

const LOOK_ALIKES: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/** `p4$$w0rd` is `password` to a guesser. */
const straightened = (text: string) =>
  text.replaceAll(/[013457@$!]/g, (sign) => LOOK_ALIKES[sign] as string);

const ROWS = [
  "01234567890123456789",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiop",
  "qwertzuiop",
  "azertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "1qaz2wsx3edc4rfv5tgb",
  "1q2w3e4r5t6y7u8i9o0p",
  "q1w2e3r4t5y6u7i8o9p0",
  "qazwsxedcrfvtgb",
  "147258369",
];
const LINES = ROWS.flatMap((row) => [row, row.split("").toReversed().join("")]);

/** At most three pieces of such rows, each of three signs or more: `1234qwer`, `asdf1234`, `qwerty123`. */
function isRun(plain: string, pieces = 3): boolean {
  if (plain === "") return true;
  if (pieces === 0) return false;
  for (let length = plain.length; length >= 3; length -= 1) {
    const piece = plain.slice(0, length);
    if (LINES.some((line) => line.includes(piece)) && isRun(plain.slice(length), pieces - 1))
      return true;
  }
  return false;
}

/** `88888888`, `asdfasdf`, `123123123`, `11223344`: nothing but a pattern of up to four signs, or pairs. */
const isRepetition = (plain: string) =>
  /^(.{1,4})\1+$/su.test(plain) || /^(?:(.)\1){4,}$/su.test(plain);

const WORDS = new Set(
  (
    "password passwort motdepasse contrasena passwd secret welcome letmein changeme admin administrator root user guest test " +
    "testing default login access master manager system server superuser supervisor nightshift iloveyou loveyou iloveu lovely " +
    "princess sunshine football baseball basketball softball volleyball soccer hockey superman batman spiderman starwars pokemon " +
    "dragon monkey shadow qwerty trustno whatever computer internet samsung google facebook linkedin twitter youtube amazon " +
    "michelle jennifer jessica samantha elizabeth victoria alexander nicholas christian christopher jonathan benjamin matthew " +
    "michael william richard charlie charles jordan jackson anthony andrew daniel thomas robert joseph joshua justin brandon " +
    "patrick patricia veronica danielle stephanie nicole melissa amanda ashley brittany vanessa gabriel gabriela caroline katherine " +
    "isabella valentina alejandro fernando francisco sebastian alexandra anastasia natasha " +
    "corvette mercedes porsche ferrari mustang chevrolet chevy yamaha harley bigdaddy babygirl angel butterfly midnight blink " +
    "liverpool chelsea arsenal barcelona realmadrid juventus steelers cowboys yankees lakers redskins packers eagles rangers " +
    "december november october september february january summer winter autumn spring monday friday sunday chocolate cookie cheese " +
    "banana orange apple cherry pepper ginger buster maggie tigger hunter killer ranger phoenix thunder lightning diamond silver " +
    "golden purple yellow freedom happy hello forever friends flower family peaches snoopy scooter hannah bailey taylor maverick " +
    "gandalf matrix merlin wizard knight warrior slipknot metallica nirvana eminem tinkerbell mickeymouse donald hellokitty " +
    "creative discovery enterprise scorpion elephant dolphin swordfish marlboro guinness budweiser heineken " +
    "nothing everyone asshole fuckyou fuckoff bullshit pussycat jesuschrist blessed godisgood ncc blahblah qwe asd zxc abc aaa"
  ).split(" "),
);
