// The rules by which cells of text are dates (data/dates.ts), as an expression of DuckDB: what is no date is NULL.
import { DATE_FORMS, type DateOrder } from '../data/dates.ts';
import { AROUND } from './cell-numbers.ts';
import { textLiteral } from './database.ts';

const [YEAR_FIRST, YEAR_LAST, MONTH_FIRST, DAY_FIRST] = DATE_FORMS.map(({ source, flags }) =>
  textLiteral(`${flags.includes('i') ? '(?i)' : ''}${withoutReference(source)}`),
);

/** A pattern whose second mark is that of the first, which this engine cannot say, once for each mark. */
function withoutReference(source: string): string {
  if (!source.includes('\\2')) return source;
  return ['[.]', '/', '-'].map((mark) => source.replace('([./-])', mark).replace('\\2', mark)).join('|');
}

/** Year, month and day in the places of a date whose year stands last: by points the day is first everywhere. */
const PLACES = textLiteral('^([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})');
const ORDERS: Readonly<Record<DateOrder, string>> = {
  day: textLiteral('\\3-\\2-\\1'),
  month: textLiteral('\\3-\\1-\\2'),
};

/** The time in a cell of dates, in UTC. */
export const dateIn = (cell: string, order: DateOrder = 'month'): string =>
  `gd_time(trim(${cell}, ${AROUND}), ${ORDERS[order]})`;

/** Macros that the expression calls; to be run once. */
export const DATE_MACROS: string = `
CREATE MACRO gd_minutes(zone) AS CASE WHEN zone = '' THEN 0
  ELSE CAST(zone[1] || '1' AS INTEGER) * (60 * CAST(zone[2:3] AS INTEGER) + CAST(zone[-2:] AS INTEGER)) END;
CREATE MACRO gd_clock(iso) AS CASE
  WHEN regexp_matches(iso, '[AaPp][Mm]$') THEN try_strptime(upper(regexp_replace(iso, ' ?(.M)$', ' \\1', 'i')), ['%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M %p'])
  ELSE TRY_CAST(regexp_replace(iso, '(:[0-9.]+)(?:Z|[+-][0-9:]+)$', '\\1') AS TIMESTAMP)
  - to_minutes(gd_minutes(regexp_extract(iso, ':[0-9.]+([+-][0-9]{2}:?[0-9]{2})$', 1))) END;
CREATE MACRO gd_named(text, places, named) AS gd_with(regexp_replace(text, places, named), lambda placed: CASE
  WHEN placed[3] = ' ' THEN try_strptime(placed, '%y %b %d') ELSE try_strptime(placed, '%Y %b %d') END);
CREATE MACRO gd_time(text, placed) AS CASE
  WHEN length(text) > 40 THEN NULL
  WHEN regexp_matches(text, ${YEAR_FIRST}) THEN gd_clock(regexp_replace(text, '^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?', '\\1-\\2-\\3'))
  WHEN regexp_matches(text, ${YEAR_LAST}) THEN
    gd_clock(regexp_replace(text, ${PLACES}, CASE WHEN regexp_matches(text, '^[0-9]+[.]') THEN ${ORDERS.day} ELSE placed END))
  WHEN regexp_matches(text, ${MONTH_FIRST}) THEN gd_named(text, '^([A-Za-z]{3})[A-Za-z]*[.]? ([0-9]{1,2}),? ([0-9]{4})$', '\\3 \\1 \\2')
  WHEN regexp_matches(text, ${DAY_FIRST}) THEN gd_named(text, '^([0-9]{1,2})[.]?[ -]?([A-Za-z]{3})[A-Za-z]*[.]?,?[ -]?([0-9]{2,4})$', '\\3 \\2 \\1')
  END;
`;
