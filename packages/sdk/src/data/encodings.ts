// Bytes to text: UTF-8 strictly, a byte order mark decides, and what is no UTF-8 somebody has to tell.
// TextDecoder does the decoding; nothing is ever replaced by U+FFFD.
import { GdError, quote } from '../errors.ts';

/** Bytes to text as they come, in one encoding for all of them. */
export interface TextSource {
  /** The text of some more bytes, as far as it is complete. */
  push(bytes: Uint8Array): string;
  /** The rest. */
  end(): string;
  /** The encoding, once it is known not to be UTF-8. */
  readonly encoding: string | undefined;
}

/** Bytes held back for a line end: in no encoding that is known here is a line feed half of another character. */
const LONGEST_WAIT = 1 << 20;

/** Tells the encoding of bytes that are no UTF-8. */
export type Detect = (bytes: Uint8Array) => string;

/** Reads bytes in the encoding of that name, or in the one that is found. Throws `OPTION` for a name that is unknown. */
export function textSource(detect: Detect, name?: string): TextSource {
  let decoder: TextDecoder | undefined = name === undefined ? undefined : decoderOf(name);
  let encoding = decoder?.encoding === 'utf-8' ? undefined : decoder?.encoding;
  let waiting: Uint8Array = new Uint8Array();
  let ascii = true;
  let begun = false;

  function begin(bytes: Uint8Array): void {
    begun = true;
    const wide = decoder ? undefined : wideOf(bytes);
    if (!wide) return;
    decoder = decoderOf(wide);
    encoding = wide;
  }

  /** Whole lines in UTF-8, or all that is left in the encoding that their bytes show. */
  function decode(bytes: Uint8Array, last: boolean): string {
    if (decoder) return strictly(() => decoder!.decode(bytes, { stream: !last }), encoding ?? 'utf-8');
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      ascii &&= text.length === bytes.length;
      return text;
    } catch {
      encoding = detect(bytes);
      if (!ascii) {
        throw new GdError(
          'DATA',
          `the text is partly UTF-8 and partly ${encoding}`,
          'save the file in one encoding, or name one of them by `encoding`',
        );
      }
      decoder = decoderOf(encoding);
      return decode(bytes, last);
    }
  }

  return {
    get encoding() {
      return encoding;
    },
    push(bytes) {
      if (waiting.length > 0 || !begun) {
        const joined = new Uint8Array(waiting.length + bytes.length);
        joined.set(waiting);
        joined.set(bytes, waiting.length);
        bytes = joined;
        waiting = new Uint8Array();
      }
      if (!begun && bytes.length < LEAST_TOLD) {
        waiting = bytes;
        return '';
      }
      if (!begun) begin(bytes);
      if (decoder) return decode(bytes, false);
      const end = Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13)) + 1;
      const cut = end === 0 && bytes.length > LONGEST_WAIT ? boundaryIn(bytes) : end;
      waiting = bytes.slice(cut);
      return cut === 0 ? '' : decode(bytes.subarray(0, cut), false);
    },
    end() {
      const rest = waiting;
      if (!begun) begin(rest);
      waiting = new Uint8Array();
      return decode(rest, true);
    },
  };
}

/** Bytes that tell UTF-16: its mark, or the halves that are zero in the first two characters of ASCII. */
const LEAST_TOLD = 4;

function wideOf(bytes: Uint8Array): string | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  const isAscii = (byte: number): boolean => byte >= 9 && byte < 0x7f;
  if ((a === 0xff && b === 0xfe) || (isAscii(a) && b === 0 && isAscii(c) && d === 0)) return 'utf-16le';
  const isBig = a === 0 && isAscii(b) && c === 0 && isAscii(d);
  return isBig || (a === 0xfe && b === 0xff) ? 'utf-16be' : undefined;
}

/** The last place where no character of UTF-8 is parted. */
function boundaryIn(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > bytes.length - 4 && (bytes[end - 1]! & 0xc0) === 0x80) end--;
  return bytes[end - 1]! >= 0xc0 ? end - 1 : bytes.length;
}

function decoderOf(name: string): TextDecoder {
  try {
    // a mark of bytes at the start is left to who reads the text
    return new TextDecoder(name, { fatal: true, ignoreBOM: true });
  } catch {
    throw new GdError(
      'OPTION',
      `"encoding" expected the name of an encoding, got ${quote(name)}`,
      'such as utf-8, utf-16le, windows-1252, gb18030, big5, shift_jis or euc-kr',
    );
  }
}

function strictly(decode: () => string, encoding: string): string {
  try {
    return decode();
  } catch {
    throw new GdError(
      'DATA',
      `the text is no ${encoding}`,
      'name the one that the file was saved in by `encoding`',
    );
  }
}
