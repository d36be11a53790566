// The encoding of bytes that are no UTF-8, by their shapes and by the characters that most text is made of.

/** An encoding of two bytes a character, with the leads and trails of the characters that most text is made of. */
interface WideEncoding {
  readonly name: string;
  /** Part of a character's worth, 0 to 1, by how common characters of its place in the table are. */
  weight(lead: number, trail: number): number;
  /** Characters that much text in that language has. */
  readonly common: string;
}

const isHigh = (byte: number): boolean => byte >= 0xa1 && byte <= 0xfe;

const WIDE: readonly WideEncoding[] = [
  {
    name: 'gb18030',
    weight: (lead, trail) =>
      !isHigh(trail) ? 0.1 : lead >= 0xb0 && lead <= 0xd7 ? 1 : lead >= 0xa1 ? 0.5 : 0.1,
    common:
      '的一是不了在人有我他这个中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运积价房屋室租售收入支面总额销店城省县号编姓名龄性别温湿速距离宽',
  },
  {
    name: 'big5',
    weight: (lead, trail) =>
      lead >= 0xa4 && lead <= 0xc6
        ? 1
        : lead >= 0xc9 && lead <= 0xf9
          ? isHigh(trail)
            ? 0.3
            : 0.4
          : lead <= 0xa3 && lead >= 0xa1
            ? 0.6
            : 0.1,
    common:
      '的一是不了在人有我他這個中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產新己制身果加西月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活價格房屋室積數量金額總收支銷售店城省縣號編姓齡溫濕速距離寬',
  },
  {
    name: 'shift_jis',
    weight: (lead, trail) =>
      (lead === 0x82 && trail >= 0x9f) || (lead === 0x83 && trail <= 0x96) || (lead >= 0x88 && lead <= 0x97)
        ? 1
        : lead === 0x81 || lead === 0x82
          ? 0.6
          : lead === 0x98 || (lead >= 0x99 && lead <= 0x9f) || (lead >= 0xe0 && lead <= 0xea)
            ? 0.3
            : 0,
    common:
      'のにをはがとでたてしるいれさ日一人年大本中長出三時行見月生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨価格面積部屋数量家賃駅徒歩分店',
  },
  {
    name: 'euc-kr',
    weight: (lead, trail) =>
      isHigh(trail) ? (lead >= 0xb0 && lead <= 0xc8 ? 1 : lead <= 0xac && lead >= 0xa1 ? 0.5 : 0.2) : 0,
    common:
      '이다의는에을가고를하지은기로도사한시자서리대인어나일정수부해과구보전그제아상주원여성장국동있것들공소면유조위년신요만생연무관물비경적교식실치안모라개방중계오학세문회점선미단내명으간용분발행금할와게인스트가격면적층크기온속력높무너길거리값매출액',
  },
];

/** Bytes that are looked at. */
const SAMPLE = 1 << 16;

/** The encoding that bytes which are no UTF-8 are most likely in. */
export function encodingOf(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, SAMPLE);
  const found = WIDE.map((wide) => ({ name: wide.name, score: scoreOf(sample, wide) }));
  const isCentral = CENTRAL.test(byteText(sample));
  const name = isCentral ? 'windows-1250' : 'windows-1252';
  found.push({ name, score: westernScore(sample, isCentral) });
  found.push({ name: 'windows-1251', score: cyrillicScore(sample) });
  return found.reduce((best, next) => (next.score > best.score ? next : best)).name;
}

/** Bytes as text, the last character of which may be cut; undefined where they are none. */
function decoded(bytes: Uint8Array, name: string): string | undefined {
  try {
    return new TextDecoder(name, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

/** Worth of the characters beyond ASCII on average, -1 where one cannot be. */
function scoreOf(bytes: Uint8Array, { name, weight, common }: WideEncoding): number {
  const text = decoded(bytes, name);
  if (text === undefined) return -1;
  let [sum, count] = [0, 0];
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]!;
    if (lead < 0x80) continue;
    count++;
    // katakana of half width stand alone
    if (name === 'shift_jis' && lead >= 0xa1 && lead <= 0xdf) sum += 0.1;
    else sum += weight(lead, bytes[++i] ?? 0);
  }
  const known = new Set(common);
  const wide = [...text].filter((character) => character > '\u007f');
  const familiar = wide.filter((character) => known.has(character)).length;
  return count === 0 ? 0 : sum / count + (2 * familiar) / wide.length;
}

/** Score of a text all of whose bytes are western: more than a wide encoding gets by chance, less than one with familiar characters. */
const MOST_WESTERN = 1.6;

/** Letters of western Europe that stand beside letters of ASCII, and signs that stand alone. */
function westernScore(bytes: Uint8Array, isCentral = false): number {
  let [western, all] = [0, 0];
  const isLetter = (byte = 0): boolean => (byte | 32) >= 97 && (byte | 32) <= 122;
  for (let i = 0; i < bytes.length; ) {
    if (bytes[i]! < 0x80) {
      i++;
      continue;
    }
    const start = i;
    while (i < bytes.length && bytes[i]! >= 0x80) i++;
    const run = bytes.subarray(start, i);
    all += run.length;
    const letters =
      run.length <= 3 && run.every((byte) => byte >= 0xc0 || (isCentral && LETTERS.includes(byte)));
    const signs = run.length <= 2 && run.every((byte) => SIGNS.includes(byte));
    if ((letters && (isLetter(bytes[start - 1]) || isLetter(bytes[i]))) || signs) western += run.length;
  }
  return all === 0 ? 0 : (MOST_WESTERN * western) / all;
}

/**
 * Score of a text all of whose bytes are Cyrillic: a letter of either case and small ones after it, or an odd number of capitals,
 * which is none of characters of two bytes.
 */
const MOST_CYRILLIC = 2.5;
const CYRILLIC_WORD =
  /[\u00c0-\u00ff\u00a8\u00b8\u00af\u00b3\u00ba\u00bf][\u00e0-\u00ff\u00b8\u00b3\u00ba\u00bf]{2,}|^[\u00c0-\u00df](?:[\u00c0-\u00df]{2})+$/g;

function cyrillicScore(bytes: Uint8Array): number {
  const runs = byteText(bytes).match(/[\u0080-\u00ff]+/g) ?? [];
  const all = runs.reduce((sum, { length }) => sum + length, 0);
  const words = runs.filter((run) => run.replace(CYRILLIC_WORD, '') === '');
  return all === 0 ? 0 : (MOST_CYRILLIC * words.reduce((sum, { length }) => sum + length, 0)) / all;
}

/**
 * Letters of central Europe: ł, ą and ż within a word, ś but for œ, ź, ť, ě and ů, which the west has at its end alone, ő there, č
 * before a vowel, ř before an i.
 */
const CENTRAL =
  /\u00e8(?=[aeiou\u00e1\u00e9\u00ed])|\u00f8(?=[i\u00ed])|[a-z][\u00b3\u00b9\u00bf](?=[a-z\u00e0-\u00ff])|z\u00b3|[a-z]\u009c(?![ui])|[a-z\u009c][\u009d\u009f]|[a-z][\u00ec\u00f9][a-z]|[a-z]\u00f5(?![a-z])/i;

/** Every byte as the character of that number. */
const byteText = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

/** € ‘ ’ “ ” – — § ° ± ² ³ µ · £ ¿ and the blank that does not break. */
const SIGNS: readonly number[] = [
  0x80, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0xa0, 0xa3, 0xa7, 0xb0, 0xb1, 0xb2, 0xb3, 0xb5, 0xb7, 0xbf,
];

/** ł ą ż ś ź, which are signs in the west. */
const LETTERS: readonly number[] = [0xb3, 0xb9, 0xbf, 0x9c, 0x9f];

/** Encodings that go with the language of a page, by its tag or the beginning of it. */
const OF_LANGUAGE: readonly (readonly [tag: RegExp, encoding: string])[] = [
  [/^zh-(?:tw|hk|mo|hant)/i, 'big5'],
  [/^ja/i, 'shift_jis'],
  [/^ko/i, 'euc-kr'],
  [/^(?:ru|uk|bg|sr|be|mk)/i, 'windows-1251'],
  [/^(?:pl|cs|sk|hu|sl|hr|ro)/i, 'windows-1250'],
  [/^zh/i, 'gb18030'],
];

/**
 * Tells encodings by the language of a page, for where a few hundred bytes are all that may be spent on it: the letters of
 * western Europe by their places between those of ASCII, else the encoding of that language, or else GB18030, if the
 * bytes are valid in it.
 */
export const encodingFor =
  (language: string) =>
  (bytes: Uint8Array): string => {
    const sample = bytes.subarray(0, SAMPLE);
    const own = OF_LANGUAGE.find(([tag]) => tag.test(language))?.[1];
    const single = own?.startsWith('windows') ? own : 'windows-1252';
    const wide = own === single ? [] : [own ?? 'gb18030', 'gb18030'];
    if (2 * westernScore(sample) > MOST_WESTERN) return single;
    return wide.find((name) => decoded(sample, name) !== undefined) ?? single;
  };

/** True of text that can be nothing but JSON, by how it begins. */
export const isJson = (start: string): boolean => /^\ufeff?\s*(?:\[\s*[[{\]]|\{\s*["}])/.test(start);
