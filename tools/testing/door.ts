// Tables that people really have (packages/sdk/test/corpus/door), and what a careful person reads in each: cells, kinds, and
// what is to be noted. The numbers stand here as such, so that no reader is asked what another one has read.

/** A cell as a reader hands it on: text where it is no number, null where there is none. */
type DoorCell = number | string | null;

/** A note, as far as the table tells. */
interface DoorNote {
  readonly code: string;
  readonly column?: string;
  readonly count?: number;
  readonly rows?: readonly number[];
  readonly examples?: readonly string[];
  readonly value?: string;
}

/** A file, and what a careful person reads in it. */
export interface DoorFile {
  readonly file: string;
  /** Cells by name, in the order of the file. */
  readonly columns: Readonly<Record<string, readonly DoorCell[]>>;
  /** Kinds of the columns that are not of numbers. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly notes: readonly DoorNote[];
  /** Column to predict; none where no column holds numbers. */
  readonly target: string | undefined;
  /** Features that are taken unasked, or that are asked for. */
  readonly features: readonly string[];
  /** True where the features have to be named. */
  readonly asked?: boolean;
}

const numbersIn = (text: string): readonly (readonly number[])[] =>
  text.split('/').map((row) => row.trim().split(/\s+/).map(Number));
const wordsIn = (text: string): string[] => text.trim().split(/\s+/);

/** Displacement, power and miles a gallon of cars. */
const CARS = numbersIn(`
  65.4 88 27.25 / 76.0 88 25.71 / 80.8 120 21.45 / 93.9 126 19.01 / 75.9 96 24.59 / 92.1 184 13.13 /
  12.6 219 24.93 / 51.4 206 18.63 / 94.0 98 22.28 / 67.8 92 28.14 / 90.2 222 9.48 / 20.1 96 36.19 /
  51.7 144 25.36 / 31.9 122 31.26 / 58.4 51 32.97 / 61.1 138 24.66 / 11.2 152 32.47 / 29.3 88 35.76 /
  34.9 83 34.97 / 91.6 113 21.29 / 78.1 62 27.42 / 24.2 130 31.65 / 80.9 123 22.16 / 22.4 200 25.44 /
  65.0 196 17.42 / 21.3 46 41.93 / 10.2 198 27.66 / 87.6 219 10.51 / 28.6 227 21.76 / 29.2 132 31.52`);

/** Size, rooms and price of houses. */
const HOUSES = numbersIn(`
  100 4 310233 / 191 3 530399 / 179 5 519700 / 73 2 226742 / 134 2 382285 / 194 6 563194 /
  161 4 461624 / 200 5 572500 / 188 5 537524 / 56 4 200305 / 195 4 551342 / 43 6 182850`);

/** Lot, rooms and price of other houses. */
const LOTS = numbersIn(`
  820 4 363921 / 823 3 276063 / 1166 5 457662 / 1339 2 185244 / 1682 2 190009 / 1855 6 548772 /
  1858 4 367689 / 2201 5 459151 / 2204 5 459576 / 2377 4 371912 / 2720 4 372488 / 2893 6 553521`);

/** Sales, rate and profit. */
const SALES = numbersIn(`
  5740.93 10.0 1722.50 / 5761.37 19.1 1728.50 / 8162.91 17.9 2449.50 / 9373.83 7.3 2812.50 /
  11774.44 13.4 3532.50 / 12985.46 19.4 3896.50 / 13006.25 16.1 3902.50 / 15407.18 20.0 4622.50 /
  15428.71 18.8 4628.50 / 16639.91 5.6 4992.50 / 19040.71 19.5 5712.50 / 20251.21 4.3 6075.50`);

/** Length, rooms and outcome. */
const ROOMS = numbersIn(`
  10.0 4 301.58 / 19.1 3 198.9 / 17.9 5 293.68 / 7.3 2 137.93 / 13.4 2 182.86 / 19.4 6 255.99 /
  16.1 4 190.67 / 20.0 5 272.16 / 18.8 5 185.86 / 5.6 4 247.96 / 19.5 4 265.9 / 4.3 6 219.57`);

/** Share, rooms and outcome. */
const SHARES = numbersIn(`
  87 4 301.584 / 56 3 198.904 / 81 5 293.682 / 39 2 137.929 / 54 2 182.856 / 65 6 255.991 /
  50 4 190.671 / 74 5 272.163 / 45 5 185.861 / 69 4 247.965 / 75 4 265.905 / 53 6 219.569`);

/** Turbo engines among the cars. */
const TURBO = [...'011011011011011011011011011011'].map(Number);

type Columns = DoorFile['columns'];

const columnsOf = (rows: readonly (readonly number[])[], names: string): Columns =>
  Object.fromEntries(wordsIn(names).map((name, j) => [name, rows.map((row) => row[j]!)]));
const cars = columnsOf(CARS, 'disp hp mpg');
const houses = columnsOf(HOUSES, 'size rooms price');
const lots = columnsOf(LOTS, 'lot rooms price');

/** Cells with others in rows 5 and 18, which the files that are called miss_… have changed. */
const changed = (cell: DoorCell): DoorCell[] =>
  cars.hp!.map((value, row) => (row === 4 || row === 17 ? cell : value));
const missing = (word: string): DoorNote => ({
  ...{ code: 'missing', column: 'hp', count: 2, rows: [5, 18], examples: [word, word] },
});
const label = (column: string): DoorNote => ({ code: 'label', column, value: 'name' });

type Reading = Partial<Omit<DoorFile, 'file' | 'columns'>>;

/** A file whose last column is predicted from all others that are no labels, text or empty. */
function door(file: string, columns: Columns, { kinds = {}, notes = [], ...own }: Reading = {}): DoorFile {
  const names = Object.keys(columns);
  const used = names.filter((name) => (kinds[name] ?? 'boolean') === 'boolean');
  return { file, columns, kinds, notes, target: used.at(-1), features: used.slice(0, -1), ...own };
}

const noted = (code: string, ...columns: readonly string[]): DoorNote[] =>
  columns.map((column) => ({ code, column }));
const encoded = (value: string): Reading => ({ notes: [{ code: 'encoding', value }] });

const ids = Array.from({ length: 30 }, (_, i) => i);
/** Ids as a double holds them: 2⁵³ + 1 and the six that follow, then 90071992547401000 and on. */
const wideIds = ids.map((i) => Number(i < 7 ? 2n ** 53n + 1n + BigInt(i) : 90071992547400993n + BigInt(i)));

const MONTHS = wordsIn('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec');
/** Days each in the month after the one before, as Excel, a clock of twelve hours and SAS write them. */
const datesOf2024: Columns = {
  excel: ids.map((i) => `${1 + (i % 28)}-${MONTHS[i % 12]}-24`),
  clock: ids.map((i) => {
    const [hour, minute] = [i % 24, (7 * i) % 60];
    const clock = `${hour % 12 || 12}:${String(minute).padStart(2, '0')} ${hour < 12 ? 'AM' : 'PM'}`;
    return `${1 + (i % 12)}/${1 + (i % 28)}/2024 ${clock}`;
  }),
  sas: ids.map((i) => `${String(1 + (i % 28)).padStart(2, '0')}${MONTHS[i % 12]!.toUpperCase()}2024`),
};

/** Numbers, names and days of the houses. */
const counted = HOUSES.map((_, i) => i);
const houseNames = counted.map((i) => `House ${i + 1}`);
const daysOfMarch = counted.map((i) => `${String(i + 1).padStart(2, '0')}.03.2024`);
/** Cells of the first row that are no numbers. */
const firstUnreadable = (cells: Readonly<Record<string, string>>): DoorNote[] =>
  Object.entries(cells).map(([column, cell]) => ({
    ...{ code: 'unreadable', column, count: 1, rows: [1], examples: [cell] },
  }));

/** Every file there is. */
export const DOOR: readonly DoorFile[] = [
  door('plain.csv', houses),
  ...['thou_us.tsv', 'thou_us_quoted.csv', 'thou_swiss.csv', 'thou_fr_nnbsp.csv'].map((file) =>
    door(file, houses, { notes: noted('groups', 'price') }),
  ),
  ...['thou_feature.tsv', 'thou_feature_de.csv'].map((file) =>
    door(file, lots, { notes: noted('groups', 'lot') }),
  ),
  door('mixed_de.csv', columnsOf(SALES, 'umsatz quote gewinn'), {
    notes: [...noted('groups', 'umsatz', 'gewinn'), ...noted('decimal', 'umsatz', 'quote', 'gewinn')],
  }),
  door('deccomma_semicolon.csv', columnsOf(ROOMS, 'laenge rooms y'), {
    notes: noted('decimal', 'laenge', 'y'),
  }),
  door('deccomma_quoted_feature.csv', columnsOf(ROOMS, 'laenge rooms y'), {
    notes: noted('decimal', 'laenge'),
  }),
  door('currency.csv', houses, { notes: [...noted('groups', 'price'), ...noted('currency', 'price')] }),
  door(
    'acct_parens.csv',
    { ...houses, price: HOUSES.map(([, , price]) => -price!) },
    { notes: [...noted('groups', 'price'), ...noted('currency', 'price')] },
  ),
  door('currency_eur.csv', houses, { notes: noted('currency', 'price') }),
  // three decimals in every cell of y could be groups: the point is chosen, and told of
  door('percent.csv', columnsOf(SHARES, 'share rooms y'), {
    notes: [...noted('percent', 'share'), ...noted('decimal', 'y')],
  }),
  ...Object.entries({ question: '?', na_excel: '#N/A', dash: '-', dot: '.', div0: '#DIV/0!', zh: '无' }).map(
    ([name, word]) => door(`miss_${name}.csv`, { ...cars, hp: changed(null) }, { notes: [missing(word)] }),
  ),
  ...Object.entries({ inf: 'inf', under: '1_000' }).map(([name, word]) =>
    door(
      `miss_${name}.csv`,
      { ...cars, hp: changed(word) },
      { notes: [{ ...missing(word), code: 'unreadable' }] },
    ),
  ),
  door('miss_paren.csv', { ...cars, hp: changed(-5) }),
  door('miss_unicode_minus.csv', { ...cars, hp: changed(-5) }),
  door(
    'empty_col.csv',
    { disp: cars.disp!, hp: cars.hp!, notes: ids.map(() => null), mpg: cars.mpg! },
    {
      kinds: { notes: 'empty' },
      notes: noted('empty', 'notes'),
    },
  ),
  door('index_noname.csv', { c1: ids, ...cars }, { kinds: { c1: 'label' }, notes: [label('c1')] }),
  door(
    'index_unnamed0.csv',
    { 'Unnamed: 0': ids, ...cars },
    {
      kinds: { 'Unnamed: 0': 'label' },
      notes: [label('Unnamed: 0')],
    },
  ),
  door(
    'wide_int.csv',
    { id: wideIds, hp: cars.hp!, mpg: cars.mpg! },
    {
      kinds: { id: 'label' },
      notes: [label('id'), { code: 'rounded', column: 'id', count: 26, rows: [1, 3, 5] }],
    },
  ),
  door('zip.csv', { zip: ids.map((i) => 1000 + 37 * i), hp: cars.hp!, mpg: cars.mpg! }),
  ...[
    'trail_comma_all.csv',
    'space_delim.txt',
    'space_aligned.txt',
    'comment_top.csv',
    'ctrl_z.csv',
    'space_quote.csv',
  ].map((file) => door(file, cars)),
  ...['j_records.json', 'j_strings_feature.json', 'j_ndjson.json', 'j_wrapped.json'].map((file) =>
    door(file, cars),
  ),
  door(
    'j_nan.json',
    { ...cars, hp: cars.hp!.map((value, row) => (row === 3 || row === 9 ? null : value)) },
    {
      notes: [{ ...missing(''), rows: [4, 10] }],
    },
  ),
  ...['j_pandas.json', 'j_pandas_split.json', 'j_lists.json'].map((file) => door(file, houses)),
  door(
    'j_keyed.json',
    { index: HOUSES.map((_, i) => `h${i}`), ...houses },
    { kinds: { index: 'label' }, notes: [label('index')] },
  ),
  ...Object.entries({
    'shell_psql.txt': '------+-------+--------',
    'shell_mysql.txt': '+------+-------+--------+',
    'shell_sqlite.txt': '---- ----- ------',
    'sqlcmd.csv': '----,-----,-----',
    'shell_rst.txt': '==== ===== ======',
  }).map(([file, rule]) =>
    door(file, houses, { notes: [{ code: 'separator', value: 'lines', examples: [rule] }] }),
  ),
  door('table.md', houses, {
    notes: [{ code: 'separator', value: 'lines', examples: ['|---:|:--|------:|'] }],
  }),
  door(
    'sap_minus.csv',
    { ...houses, price: HOUSES.map(([, , price]) => -price!) },
    { notes: [...noted('groups', 'price'), ...noted('decimal', 'price')] },
  ),
  door(
    'dates_excel.csv',
    { ...datesOf2024, hp: cars.hp!, mpg: cars.mpg! },
    { kinds: { excel: 'date', clock: 'date', sas: 'date' }, notes: noted('date', 'excel', 'clock', 'sas') },
  ),
  door('savetxt.txt', { x: [1, 2], y: [2, 3] }),
  door('sep_line.csv', houses),
  door('title_top.csv', cars, {
    notes: [{ code: 'preamble', count: 1, examples: ['Fuel consumption report 2024'] }],
  }),
  door('instrument.txt', cars, {
    notes: [
      {
        code: 'preamble',
        count: 3,
        examples: ['Instrument: ACME 9000', 'Serial: 12345', 'Date: 2024-03-07 10:00'],
      },
    ],
  }),
  door('titles_padded.csv', columnsOf(ROOMS, 'laenge rooms y'), {
    notes: [
      { code: 'preamble', count: 2, examples: ['Immobilien;;', 'Stand:;07.03.2024;'] },
      ...noted('decimal', 'laenge', 'y'),
    ],
  }),
  door('years_merged.csv', columnsOf(CARS, '2022 2023 2024'), {
    notes: [
      { code: 'preamble', count: 1, examples: ['Cars,Test,'] },
      { code: 'header', value: 'years' },
    ],
  }),
  door(
    'units_row.csv',
    Object.fromEntries(
      Object.entries(cars).map(([name, cells], j) => [name, [['L', 'kW', 'mi/gal'][j]!, ...cells]]),
    ),
    {
      notes: ['disp', 'hp', 'mpg'].map((column) => ({ code: 'unreadable', column, count: 1, rows: [1] })),
    },
  ),
  door(
    'noheader.csv',
    { c1: cars.disp!, c2: cars.hp!, c3: cars.mpg! },
    { notes: [{ code: 'header', value: 'none' }] },
  ),
  door(
    'dup_header.csv',
    { disp: cars.disp!, hp: cars.hp!, hp_2: cars.hp!, mpg: cars.mpg! },
    {
      notes: [{ code: 'header', column: 'hp_2', examples: ['hp'] }],
    },
  ),
  door(
    'single_quotes.csv',
    Object.fromEntries(
      Object.entries(cars).map(([name, cells]) => [
        `'${name}'`,
        cells.map((cell) => `'${name === 'hp' ? cell : Number(cell).toFixed(name === 'mpg' ? 2 : 1)}'`),
      ]),
    ),
    {
      kinds: { "'disp'": 'text', "'hp'": 'text', "'mpg'": 'text' },
      notes: noted('text', "'disp'", "'hp'", "'mpg'"),
    },
  ),
  door('gbk.csv', columnsOf(HOUSES, '面积 房间 价格'), encoded('gb18030')),
  door('big5.csv', columnsOf(HOUSES, '面積 房間 價格'), encoded('big5')),
  door('sjis.csv', columnsOf(HOUSES, '面積 部屋 価格'), encoded('shift_jis')),
  door('cp1250.csv', columnsOf(HOUSES, 'Długość Pokoje Cena'), encoded('windows-1250')),
  door('cp1251.csv', columnsOf(HOUSES, 'Площадь Комнаты Цена'), encoded('windows-1251')),
  door('cp1252.csv', columnsOf(HOUSES, 'Größe Zimmer Preis'), encoded('windows-1252')),
  door('cp1252_twins.csv', columnsOf(HOUSES, 'Größe Grüße Preis'), encoded('windows-1252')),
  door('utf16le_bom.csv', columnsOf(HOUSES, 'Größe Zimmer Preis'), encoded('utf-16le')),
  door('utf16le_bare.csv', houses, encoded('utf-16le')),
  door(
    'dates.csv',
    {
      // days from January 1st on, each in the month after the one before, none past the 28th
      date: ids.map(
        (i) => `2024-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`,
      ),
      hp: cars.hp!,
      mpg: cars.mpg!,
    },
    { kinds: { date: 'date' }, notes: noted('date', 'date') },
  ),
  door('yesno.csv', { turbo: TURBO, hp: cars.hp!, mpg: cars.mpg! }, { kinds: { turbo: 'boolean' } }),
  // nobody can know: a row that cannot be read, and is told of
  door(
    'total_row.csv',
    {
      disp: [...cars.disp!, 'Total'],
      hp: [...cars.hp!, 4059],
      mpg: [...cars.mpg!, null],
    },
    {
      notes: [
        { code: 'unreadable', column: 'disp', count: 1, rows: [31], examples: ['Total'] },
        { code: 'missing', column: 'mpg', count: 1, rows: [31], examples: [''] },
      ],
    },
  ),
  door(
    'pred_train.csv',
    {
      id: [1, 2, 3, 4, 5],
      zip: [1234, 2138, 10001, 94105, 501],
      size: [50, 65, 80, 120, 100],
      price: [210, 268, 322, 481, 399],
    },
    { kinds: { id: 'label' }, notes: [label('id')] },
  ),
  door(
    'pred_new.csv',
    {
      id: [7, 8, 9],
      order_ref: [12345678901234567890n, 9007199254740993n, 100000n].map(Number),
      zip: [1234, 2138, 501],
      size: [70, 90, null],
      note: ['a, b', null, 'x'],
      flag: [1, 0, 1],
      rate: [1.5, 2, 3],
      when: [null, null, '2024-01-01'],
    },
    {
      kinds: { id: 'label', note: 'text', flag: 'boolean', when: 'date' },
      notes: [
        label('id'),
        { code: 'rounded', column: 'order_ref', count: 2, rows: [1, 2] },
        { code: 'missing', column: 'size', count: 1, rows: [3], examples: [''] },
        ...noted('text', 'note'),
        ...noted('date', 'when'),
        { code: 'missing', column: 'when', count: 2, rows: [1, 2], examples: ['NA', 'N/A'] },
      ],
      ...{ target: 'rate', features: ['zip'], asked: true },
    },
  ),
  door(
    'pred_de.csv',
    { id: [7, 8], größe: [1.5, 2.25], size: [70.5, 90] },
    {
      kinds: { id: 'label' },
      notes: [label('id'), ...noted('decimal', 'größe', 'size')],
    },
  ),
  ...Object.entries({
    'savetxt_names.txt': '# size rooms price',
    'comment_dashes.txt': '#SIZE  ROOMS  PRICE',
  }).map(([file, comment]) =>
    door(file, columnsOf(HOUSES, file.startsWith('save') ? 'size rooms price' : 'SIZE ROOMS PRICE'), {
      notes: [{ code: 'header', examples: [comment] }],
    }),
  ),
  door('r_table_names.txt', { c1: houseNames, ...houses }, { kinds: { c1: 'label' }, notes: [label('c1')] }),
  door(
    'r_csv2.csv',
    { c1: houseNames, ...houses, price: houses.price!.map((price) => Number(price) + 0.5) },
    { kinds: { c1: 'label' }, notes: [label('c1'), ...noted('decimal', 'size', 'price')] },
  ),
  door(
    'pandas_two_headers.csv',
    {
      c1: [null, ...counted],
      size: ['mean', ...houses.size!],
      size_2: ['std', ...houses.rooms!],
      price: ['sum', ...houses.price!],
    },
    {
      kinds: { c1: 'label' },
      notes: [
        { code: 'header', column: 'size_2', examples: ['size'] },
        { code: 'missing', column: 'c1', count: 1, rows: [1] },
        label('c1'),
        ...firstUnreadable({ size: 'mean', size_2: 'std', price: 'sum' }),
      ],
    },
  ),
  door(
    'logger_units.dat',
    {
      TIMESTAMP: ['TS', null, ...counted.map((i) => `2024-03-07 10:${String(i).padStart(2, '0')}:00`)],
      RECORD: ['RN', null, ...counted],
      size: ['m2', 'Avg', ...houses.size!],
      rooms: [null, 'Smp', ...houses.rooms!],
      price: ['EUR', 'Avg', ...houses.price!],
    },
    {
      kinds: { TIMESTAMP: 'date', RECORD: 'label' },
      notes: [
        { code: 'preamble', count: 1 },
        ...noted('date', 'TIMESTAMP'),
        ...['TIMESTAMP', 'RECORD'].map((column) => ({ code: 'missing', column, count: 1, rows: [2] })),
        ...firstUnreadable({ TIMESTAMP: 'TS', RECORD: 'RN' }),
        { code: 'label', column: 'RECORD', value: 'counts' },
        { code: 'unreadable', column: 'size', count: 2, examples: ['m2', 'Avg'] },
        { code: 'missing', column: 'rooms', count: 1, rows: [1] },
        { code: 'unreadable', column: 'rooms', count: 1, rows: [2], examples: ['Smp'] },
        { code: 'unreadable', column: 'price', count: 2, examples: ['EUR', 'Avg'] },
      ],
    },
  ),
  door(
    'scope.csv',
    { size: ['m2', ...houses.size!], '1.5': ['count', ...houses.rooms!], '2.5': ['EUR', ...houses.price!] },
    {
      notes: [
        { code: 'header', value: 'numbers', examples: ['1.5', '2.5'] },
        ...firstUnreadable({ size: 'm2', '1.5': 'count', '2.5': 'EUR' }),
      ],
    },
  ),
  door('spaced_columns.csv', houses),
  door(
    'noheader_spaced.csv',
    { c1: houses.size!, c3: houses.rooms!, c4: houses.price! },
    { notes: [{ code: 'header', value: 'none' }] },
  ),
  door(
    'bank_minus.csv',
    {
      Tag: daysOfMarch,
      Betrag: HOUSES.map(([size, rooms], i) => (i % 3 ? 1 : -1) * (size! + rooms! / 100)),
      Saldo: HOUSES.map(([, , price]) => price! + 0.5),
    },
    {
      kinds: { Tag: 'date' },
      notes: [...noted('date', 'Tag'), ...noted('groups', 'Saldo'), ...noted('decimal', 'Betrag', 'Saldo')],
    },
  ),
  door(
    'bank_titles.csv',
    {
      Buchungstag: daysOfMarch,
      Text: counted.map((i) => `Nr ${i}`),
      'Umsatz in EUR': HOUSES.map(([size, rooms], i) => (i % 3 ? -1 : 1) * (size! + rooms! / 100)),
      Saldo: HOUSES.map(([, , price]) => price! + 0.5),
    },
    {
      kinds: { Buchungstag: 'date', Text: 'text' },
      notes: [
        { code: 'preamble', count: 2 },
        ...noted('date', 'Buchungstag'),
        ...noted('text', 'Text'),
        ...noted('groups', 'Saldo'),
        ...noted('decimal', 'Umsatz in EUR', 'Saldo'),
      ],
    },
  ),
  door(
    'bank_zloty.csv',
    {
      Data: counted.map((i) => `${i + 8}-3-2024`),
      Kwota: HOUSES.map(([size, rooms]) => size! + rooms! / 100),
      Saldo: HOUSES.map(([, , price]) => price! + 0.5),
    },
    {
      kinds: { Data: 'date' },
      notes: [
        ...noted('date', 'Data'),
        ...noted('currency', 'Kwota', 'Saldo'),
        ...noted('groups', 'Saldo'),
        ...noted('decimal', 'Kwota', 'Saldo'),
      ],
    },
  ),
  door(
    'dates_points.csv',
    { day: counted.map((i) => `2024.3.${i + 1}`), rooms: houses.rooms!, price: houses.price! },
    { kinds: { day: 'date' }, notes: noted('date', 'day') },
  ),
  door(
    'header_again.csv',
    Object.fromEntries(
      Object.entries(houses).map(([name, cells]) => [
        name,
        [...cells.slice(0, 6), name, ...cells.slice(6), name],
      ]),
    ),
    {
      notes: Object.keys(houses).map((column) => ({
        ...{ code: 'unreadable', column, count: 2, rows: [7, 14], examples: [column, column] },
      })),
    },
  ),
  door(
    'labview.lvm',
    {
      size: houses.size!,
      rooms: houses.rooms!.map((rooms) => Number(rooms) + 0.5),
      price: houses.price!,
      Comment: counted.map(() => null),
    },
    { kinds: { Comment: 'empty' }, notes: [{ code: 'preamble', count: 7 }, ...noted('empty', 'Comment')] },
  ),
  door(
    'mysql_null.csv',
    { ...houses, rooms: houses.rooms!.map((rooms, i) => (i === 3 ? '\\N' : rooms)) },
    { notes: [{ code: 'unreadable', column: 'rooms', count: 1, rows: [4], examples: ['\\N'] }] },
  ),
];

/** Rows of features and target without a gap. */
export function completeRows({ columns, features, target }: DoorFile): number[][] {
  const used = [...features, target!].map((name) => columns[name]!);
  const rows = used[0]!.map((_, row) => used.map((cells) => cells[row]!));
  return rows.filter((row): row is number[] => row.every((cell) => typeof cell === 'number'));
}

/** Notes that a model of these columns is told of: those on the table, on what it uses and on what no model uses unasked. */
export const notesOn = ({ notes, features, target, kinds }: DoorFile): readonly DoorNote[] =>
  notes.filter(
    ({ column }) =>
      column === undefined ||
      [...features, target].includes(column) ||
      !['number', 'boolean'].includes(kinds[column] ?? 'number'),
  );

/** Weights and bias of least squares by normal equations on centred columns; undefined where columns depend on one another. */
export function leastSquares(rows: readonly (readonly number[])[]): number[] | undefined {
  const width = rows[0]!.length;
  const means = Array.from(
    { length: width },
    (_, j) => rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length,
  );
  const centred = rows.map((row) => row.map((value, j) => value - means[j]!));
  const product = (i: number, j: number): number => centred.reduce((sum, row) => sum + row[i]! * row[j]!, 0);
  const d = width - 1;
  const system = Array.from({ length: d }, (_, i) => Array.from({ length: width }, (_, j) => product(i, j)));
  for (let k = 0; k < d; k++) {
    if (Math.abs(system[k]![k]!) <= 1e-9 * product(k, k)) return undefined;
    for (let i = 0; i < d; i++) {
      if (i === k) continue;
      const factor = system[i]![k]! / system[k]![k]!;
      for (let j = k; j < width; j++) system[i]![j]! -= factor * system[k]![j]!;
    }
  }
  const weights = system.map((row, k) => row[d]! / row[k]!);
  return [...weights, means[d]! - weights.reduce((sum, w, j) => sum + w * means[j]!, 0)];
}
