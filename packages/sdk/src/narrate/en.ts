import type { Fact, NamedRow } from '../session/fact.ts';
import { percent, run, steps } from './en-run.ts';
import { byArrival, digits, digitsBeside, join, type Narrator, namesOfRivals, plain } from './numbers.ts';

function race({ rivals, winner, ...fact }: Extract<Fact, { kind: 'race' }>): string {
  const names = namesOfRivals(rivals, (size) =>
    size === 'full' ? 'full batches' : `batches of ${plain(size)}`,
  );
  const ends = byArrival(rivals).map((i) => {
    const { convergedAt, growth } = rivals[i]!;
    if (convergedAt !== null) return `${names[i]} at epoch ${plain(convergedAt)}`;
    return `${names[i]} ${growth !== null && growth >= 1 ? 'never' : 'not within sight'}`;
  });
  const first = Math.min(...rivals.map(({ convergedAt }) => convergedAt ?? Infinity));
  const level = names.filter((_, i) => rivals[i]!.convergedAt === first);
  const usual = names.filter((_, i) => rivals[i]!.isUsual);
  const caveat =
    usual.length === 0
      ? ''
      : ` The rate of ${join(usual, ', ', ' and ')} is only what is usually taken: another may be far sooner there.`;
  // who and when first: what does not fit a narrow screen is left out from the end
  const result =
    winner !== null
      ? `${names[winner]} wins at epoch ${plain(first)}`
      : level.length > 0
        ? `${join(level, ', ', ' and ')} are level at epoch ${plain(first)}`
        : 'Nobody arrives';
  const kept = rivals.flatMap(({ growth }, i) =>
    growth === null ? [] : [`${percent(growth)} under ${names[i]}`],
  );
  const why =
    fact.condition === null || fact.flattest === null || fact.steepest === null || kept.length === 0
      ? ''
      : ` The loss curves from ${digits(fact.flattest)} to ${digits(fact.steepest)} (κ = ${digits(fact.condition)}): an epoch leaves of the error in the slowest direction ${kept.join('; ')}.`;
  const mixes = rivals.some(({ optimizer }) => optimizer === 'cg')
    ? ` cg takes the best mix of gradient and last step each time, which spoils nothing won before: but for rounding, ${steps(fact.parameters)} enough.`
    : '';
  return `${result}. The gradient falls to ${digits(fact.tolerance)} of its scale: ${ends.join('; ')}.${mixes}${caveat}${why}`;
}

/** Rows held out that are named. */
const MOST_NAMED = 3;

/** A probability as a share of data; what is tiny is not told to its digits. */
const chanceOf = (p: number): string => (p < 1e-4 ? 'fewer than 0.01 %' : percent(p));

function estimate({ name, value, interval: [low, high], level, p }: Extract<Fact, { kind: 'estimate' }>) {
  const holdsZero = low <= 0 && high >= 0;
  const chance = p === null ? '' : `: were it 0, ${chanceOf(p)} of samples would show one as far from it`;
  const real =
    p === null
      ? ''
      : `; that ${holdsZero ? 'holds 0, from which these rows do not tell it' : 'leaves 0 out'}${chance}`;
  return `Weight of ${name}: ${digits(value)}, ${percent(level)} interval ${digits(low)} to ${digits(high)}${real}.`;
}

/** A row by its name, where it has one, and its number; `word` stands before a number alone. */
const rowOf = ({ row, name }: NamedRow, word: 'Row' | 'row' = 'Row'): string =>
  name === undefined ? `${word} ${plain(row)}` : `${name} (row ${plain(row)})`;

/** Several rows. */
const rowsOf = (rows: readonly NamedRow[]): string =>
  rows.some(({ name }) => name !== undefined)
    ? join(
        rows.map((row, i) => rowOf(row, i === 0 ? 'Row' : 'row')),
        ', ',
        ' and ',
      )
    : `Rows ${join(
        rows.map(({ row }) => plain(row)),
        ', ',
        ' and ',
      )}`;

/** All facts in English. */
export const en: Narrator = {
  ...run,
  race,
  estimate,
  fit({ target, r2, now, sigma, freedom }) {
    const here = digits(now) === digits(r2) ? '' : ` The run now has R² ${digitsBeside(now, 1)}.`;
    return `At the optimum R² is ${digitsBeside(r2, 1)}, and ${target} lies about the line with a standard deviation of ${digits(sigma)}, on ${plain(freedom)} ${freedom === 1 ? 'degree' : 'degrees'} of freedom.${here}`;
  },
  outlier({ studentized, p, ...row }) {
    return `${rowOf(row)} lies ${digits(Math.abs(studentized))} of its standard deviations ${studentized < 0 ? 'below' : 'above'} the line, which chance does in ${chanceOf(p)} of such data. Look how it was recorded; if it is right, fit once without it and tell both.`;
  },
  influence({ cook, ...row }) {
    return `${rowOf(row)} alone moves the line (Cook's distance ${digits(cook)}): fit once without it before you trust the weights.`;
  },
  movers({ rows }) {
    const distances = rows.map(({ cook }) => digits(cook));
    return rows.length === 1
      ? `${rowOf(rows[0]!)} moves the line most: Cook's distance ${distances[0]}.`
      : `${rowsOf(rows)} move the line most: Cook's distances ${join(distances, ', ', ' and ')}.`;
  },
  curvature({ feature, p }) {
    return `The residuals bend with ${feature}, which chance does in ${chanceOf(p)} of such data. Add a curve to the features: ${feature}^2, or log(${feature}) where it is positive.`;
  },
  spread({ grows, p }) {
    return `The rows spread ${grows ? 'more' : 'less'} the larger the prediction, which chance does in ${chanceOf(p)} of such data. Take standard errors that allow for it (HC3), give the rows that spread more less weight, or predict the logarithm of the target.`;
  },
  inflated({ feature, vif }) {
    return `${feature} all but follows from the other columns (VIF ${digits(vif)}): its weight is hardly to be told from theirs, though predictions are no worse. Leave one of them out, or set l2.`;
  },
  sound({ rows }) {
    return `Nothing is wrong with this fit that its rows can show: of the ${plain(rows)} none lies too far from the line or moves it alone, the residuals neither bend nor spread with the prediction, and no column follows from the others.`;
  },
  undiagnosed({ reason, rows, most }) {
    if (reason === 'rows')
      return 'The rows cannot be judged one by one: only their sums are known here, and residuals take the rows themselves.';
    if (reason === 'exact') return 'Every row lies on the line: there are no residuals to judge.';
    return `The rows are not judged one by one here: ${plain(rows)} are more than the ${plain(most)} that can be between two frames. Take a part of them, or all with diagnose of the sdk.`;
  },
  penalty({ penalty, values, folds, best, error, standardError, simplest, kept, features, share, end }) {
    const found = `${digits(best)} predicts rows left out best: mean squared error ${digits(error)}, give or take ${digits(standardError)}`;
    const tried = `Of ${plain(values)} strengths of ${penalty}, each tried on ${plain(folds)} parts of the rows in turn, ${found}.`;
    const left =
      penalty === 'l1'
        ? `${plain(kept)} of ${plain(features)} ${features === 1 ? 'weight is' : 'weights are'} not 0`
        : `the weights are ${percent(share)} as long as at the weakest`;
    const none = end === 'weakest' ? ' That is the weakest one: these rows ask for no penalty.' : '';
    const hopeless =
      end === 'strongest'
        ? ' Even the strongest does as well within one standard error: the features hardly predict rows left out.'
        : ` Up to ${digits(simplest)} the error is within one standard error of that; there ${left}: the simplest model that does as well.`;
    return tried + none + hopeless;
  },
  pathless({ reason, rows }) {
    if (reason === 'rows')
      return 'No path: only sums of the rows are known here, and some must be left out to try a penalty on.';
    return `No path: ${plain(rows)} ${rows === 1 ? 'row is' : 'rows are'} too few to leave some out.`;
  },
  validation({ share, seed, rows, now, best, loss, patience }) {
    const some = rows.slice(0, MOST_NAMED).map(plain);
    const names = rows.length > MOST_NAMED ? `${some.join(', ')} …` : join(some, ', ', ' and ');
    const which =
      share === null
        ? 'Rows of their own are held out'
        : `${percent(share)} of the rows are held out, drawn by seed ${plain(seed)}: ${plain(rows.length)} ${rows.length === 1 ? 'row' : 'rows'} (${names})`;
    const stop =
      best === null || loss === null
        ? 'It falls on as far as this run was followed: nothing for early stopping to stop.'
        : `It is least at epoch ${plain(best)}, ${digits(loss)}, and does not fall for ${plain(patience)} ${patience === 1 ? 'epoch' : 'epochs'} then: early stopping takes the weights of that epoch.`;
    return `${which}. Mean loss on them now: ${digits(now)}. ${stop}`;
  },
  uninferred({ reason, rows, parameters }) {
    if (reason === 'penalty')
      return 'No standard errors under a penalty: it pulls the weights towards 0, and how far is no matter of chance. Set l2 and l1 to 0 for them.';
    if (reason === 'collinear')
      return 'No standard errors: a column follows from the others or never varies, so many weights fit equally well. Leave such columns out.';
    return `No standard errors: ${plain(rows)} ${rows === 1 ? 'row leaves' : 'rows leave'} nothing to tell chance by after ${plain(parameters)} ${parameters === 1 ? 'parameter' : 'parameters'}. More rows or fewer features are needed.`;
  },
};
