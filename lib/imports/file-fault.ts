/** Why a file as a whole can't be read on. The message is for the person who sent it: found, expected, how to mend. */
export class FileFault extends Error {
  readonly code: FileFaultCode;
  /** Line in the file, from 1, where the trouble begins; absent where the whole file is meant. */
  readonly line: number | undefined;

  constructor(code: FileFaultCode, message: string, line?: number) {
    super(message);
    this.name = "FileFault";
    this.code = code;
    this.line = line;
  }
}

/** Works across copies of this module, where `instanceof` does not. */
export function isFileFault(error: unknown): error is FileFault {
  return error instanceof Error && error.name === "FileFault" && "code" in error;
}

export type FileFaultCode =
  | "type-not-yet"
  | "type-refused"
  | "nul-byte"
  | "encoding-refused"
  | "file-empty"
  | "header-too-long"
  | "too-many-columns"
  | "quote-not-closed"
  | "record-too-long"
  | "file-unreadable";
