// Cells to dates: days since 1970-01-01, by the forms that leave no doubt within a column.

/** Order of day and month where both are numbers. */
export type DateOrder = 'day' | 'month';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = `(${MONTHS.join('|')})[a-z]*\\.?`;
const CLOCK = '(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2}(?:\\.\\d+)?))?(Z|[+-]\\d{2}:?\\d{2}| ?[AaPp][Mm])?)?';
const YEAR_FIRST = new RegExp(
  `^(\\d{4})(?:-(\\d{1,2})-(\\d{1,2})|/(\\d{1,2})/(\\d{1,2})|\\.(\\d{1,2})\\.(\\d{1,2})|年(\\d{1,2})月(\\d{1,2})日)${CLOCK}$`,
);
const YEAR_LAST = new RegExp(`^(\\d{1,2})([./-])(\\d{1,2})\\2(\\d{4})${CLOCK}$`);
const MONTH_FIRST = new RegExp(`^${MONTH} (\\d{1,2}),? (\\d{4})$`, 'i');
const DAY_FIRST = new RegExp(`^(\\d{1,2})(?:\\.? |-?)${MONTH}(?:,? |-?)(\\d{4}|\\d{2})$`, 'i');

const PLAIN_DATE = /^\d{4}-\d{2}-\d{2}$/;
const LONGEST_DATE = 40;

/** The forms of a date: the year first, the year last, the month or the day before its name. */
export const DATE_FORMS: readonly RegExp[] = [YEAR_FIRST, YEAR_LAST, MONTH_FIRST, DAY_FIRST];

/** Days since 1970-01-01, with the time of day as a fraction; NaN for what is no date in this order. */
export function readDate(cell: string, order: DateOrder = 'month'): number {
  // most dates, in a third of the time
  if (PLAIN_DATE.test(cell)) return days(cell.slice(0, 4), cell.slice(5, 7), cell.slice(8), []);
  if (cell.length > LONGEST_DATE || !/\d/.test(cell)) return Number.NaN;
  const first = YEAR_FIRST.exec(cell);
  if (first) {
    const [, year, ...rest] = first;
    const [month, day] = rest.slice(0, 8).filter((part) => part !== undefined);
    return days(year, month, day, rest.slice(8));
  }
  const last = YEAR_LAST.exec(cell);
  if (last) {
    const [, a, mark, b, year, ...clock] = last;
    // with points the day stands first everywhere
    return mark === '.' || order === 'day' ? days(year, b, a, clock) : days(year, a, b, clock);
  }
  const named = MONTH_FIRST.exec(cell);
  if (named) return days(named[3], monthOf(named[1]!), named[2], []);
  const dayFirst = DAY_FIRST.exec(cell);
  return dayFirst ? days(fullYear(dayFirst[3]!), monthOf(dayFirst[2]!), dayFirst[1], []) : Number.NaN;
}

/** The order that one cell proves: a number over 12 is no month. */
export function provenOrder(cell: string): DateOrder | undefined {
  const [, a, mark, b] = YEAR_LAST.exec(cell.trim().slice(0, LONGEST_DATE)) ?? [];
  if (mark === undefined || mark === '.') return undefined;
  return Number(a) > 12 ? 'day' : Number(b) > 12 ? 'month' : undefined;
}

/** The days of a cell of a column of dates; null for one that is no date, or without an order could be two. */
export function daysOf(cell: unknown, order: DateOrder | undefined): number | null {
  const text = cell instanceof Date && !Number.isNaN(cell.getTime()) ? cell.toISOString() : cell;
  if (typeof text !== 'string' || (order === undefined && isEitherOrder(text))) return null;
  const days = readDate(text.trim(), order);
  return Number.isNaN(days) ? null : days;
}

/** True of a date whose day and month could change places. */
export const isEitherOrder = (cell: string): boolean =>
  cell.length <= LONGEST_DATE && '/-'.includes(YEAR_LAST.exec(cell.trim())?.[2] ?? '.');

/** A year with its century: of two digits one of 1969 to 2068, as POSIX has it, and with it R and Python. */
const fullYear = (year: string): string => (year.length > 2 ? year : `${Number(year) < 69 ? 20 : 19}${year}`);

const monthOf = (name: string): string => String(MONTHS.indexOf(name.toLowerCase()) + 1);

type Part = string | undefined;

function days(
  year: Part,
  month: Part,
  day: Part,
  [hour = '0', minute = '0', second = '0', zone]: readonly Part[],
): number {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const isReal = m >= 1 && m <= 12 && d >= 1 && d <= daysIn(y, m);
  const hours = hourOf(Number(hour), zone);
  if (!isReal || hours > 24 || Number(minute) > 59 || Number(second) >= 61) return Number.NaN;
  const seconds = (hours * 60 + Number(minute) - offsetOf(zone)) * 60 + Number(second);
  // the calendar repeats itself every 400 years, and Date takes years below 100 for others
  return Date.UTC(y + 400, m - 1, d) / DAY_MS - DAYS_IN_400_YEARS + seconds / 86_400;
}

const DAY_MS = 86_400_000;
const DAYS_IN_400_YEARS = 146_097;

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** The hour of a day from 0; past 24 where a half of the day has no such hour. */
function hourOf(hour: number, half: Part): number {
  if (!/m$/i.test(half ?? '')) return hour;
  return hour < 1 || hour > 12 ? Infinity : (hour % 12) + (/p/i.test(half!) ? 12 : 0);
}

/** Minutes ahead of UTC. */
function offsetOf(zone: Part): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '') ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
