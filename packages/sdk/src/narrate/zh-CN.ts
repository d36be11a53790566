import type { Fact, NamedRow } from '../session/fact.ts';
import { byArrival, digits, digitsBeside, join, type Narrator, namesOfRivals, plain } from './numbers.ts';
import { nameOf } from './optimizers.zh-CN.ts';

function forecast(fact: Extract<Fact, { kind: 'forecast' }>): string {
  const { verdict, learningRateLimit, growth, rise, batches, noise, enough } = fact;
  if (enough !== undefined) return bestMix(fact, enough);
  if (learningRateLimit === null) {
    return `学习率 ${digits(fact.learningRate)}：这种优化器自行调整步长，上限未知。`;
  }
  const rate = digitsBeside(fact.learningRate, learningRateLimit);
  const limit = digitsBeside(learningRateLimit, fact.learningRate);
  if (verdict === 'diverges') {
    if (growth !== null && growth <= 1) return `学习率 ${rate} 恰为上限：最陡方向的误差不会减小。`;
    const grows = growth === null ? '' : `误差每轮变为原来的 ${digitsBeside(growth, 1)} 倍，`;
    return `学习率 ${rate} ${past(fact.learningRate / learningRateLimit, limit)}：${grows}损失无限增大。`;
  }
  if (verdict === 'unproven') {
    const so =
      rise === null ? '可能收敛，但不保证' : `不保证收敛，而且平均损失已是原来的 ${digitsBeside(rise, 1)} 倍`;
    return `学习率 ${rate} 超过单样本更新的上限 ${limit}：${so}。`;
  }
  if (batches) {
    const end = noise
      ? '：训练最后会在最优点附近波动，学习率越小、小批量越大，波动越小'
      : '，会一直收敛：有一组参数恰好拟合每一行，所以不会在最优点附近波动';
    return `学习率 ${rate} 低于单样本更新的上限 ${limit}${end}。`;
  }
  const sentences = [
    arrival(fact),
    growth === null ? '' : lasting(growth),
    `学习率 ${rate} 低于上限 ${limit}，达到上限就会发散。`,
  ];
  return sentences.join('');
}

/** The way of conjugate gradients. */
function bestMix({ epochs, learningRate }: Extract<Fact, { kind: 'forecast' }>, enough: number): string {
  const settle = epochs === null ? '' : `训练到第 ${plain(epochs)} 轮收敛。`;
  return `${settle}每一步都是梯度（眼下的学习率为 ${digits(learningRate)}）与上一步的最佳组合，不破坏前面各步的成果：不计舍入误差，${steps(enough)}就够了。`;
}

/** Steps that are enough, one a parameter. */
const steps = (count: number): string => (count === 1 ? '一步' : `每个参数一步，共 ${plain(count)} 步`);

/** The epoch first: what does not fit a narrow screen is cut from the end. */
function arrival({ verdict, epochs, most, growth }: Extract<Fact, { kind: 'forecast' }>): string {
  const way = verdict === 'oscillates' ? '途中在最优点两侧来回摆动' : '途中不会越过最优点';
  if (epochs !== null && epochs > most)
    return `要到第 ${plain(epochs)} 轮才会收敛，但训练到第 ${plain(most)} 轮就结束，${way}。`;
  if (epochs !== null) return `训练到第 ${plain(epochs)} 轮收敛，${way}。`;
  return growth === null || growth < 1 ? `训练会收敛，${way}。` : `除最慢的方向外其余方向都会收敛，${way}。`;
}

const lasting = (growth: number): string =>
  growth === 0
    ? '最慢方向上的误差一轮就消除。'
    : growth < 1
      ? `最慢方向上的误差每轮变为原来的 ${percent(growth)}。`
      : '最慢的方向上，每步的改变小于舍入误差，参数停在原处不动。';

/** A percentage that is 100 only of all: what is not all of something is never told as all of it. */
const percent = (share: number): string => `${digitsBeside(100 * share, 100)}%`;

const past = (ratio: number, limit: string): string => {
  const times = digits(ratio);
  return times === '1' ? `略高于上限 ${limit}` : `超过上限 ${limit}（${times} 倍）`;
};

/** The name of a parameter, of which that of the bias is a word. */
const biasIn = (name: string): string => (name === 'bias' ? '偏置' : name);

function step(fact: Extract<Fact, { kind: 'step' }>): string {
  const { lossBefore, loss } = fact;
  const change =
    lossBefore === null || lossBefore === loss
      ? ''
      : `，${loss < lossBefore ? '下降' : '上升'} ${percent(Math.abs(loss / lossBefore - 1))}`;
  const parameters = fact.parameters.map(({ name, value }) => `${biasIn(name)} ${digits(value)}`).join('，');
  return `${placeOf(fact)}：平均损失 ${digits(loss)}${change}；${parameters}。`;
}

/** The epoch that is done, or the one that is under way and how far. */
const placeOf = ({ epoch, sample, rows }: Extract<Fact, { kind: 'step' }>): string =>
  sample > 0
    ? `第 ${plain(epoch + 1)} 轮，${plain(rows)} 个样本中的第 ${plain(sample)} 个`
    : `第 ${plain(epoch)} 轮`;

function outcome(fact: Extract<Fact, { kind: 'outcome' }>): string {
  const { status, learningRate, learningRateLimit: limit, epoch, now } = fact;
  const at = `第 ${plain(epoch)} 轮`;
  const later = now > epoch ? `第 ${plain(now)} 轮已在训练结束之后：平均损失 ${digits(fact.loss)}。` : '';
  switch (status) {
    case 'converged':
      return later === ''
        ? `在${at}收敛，平均损失 ${digits(fact.loss)}：梯度已几乎为零。`
        : `在${at}收敛，梯度已几乎为零。${later}`;
    case 'diverged':
      return limit !== null && learningRate >= limit
        ? `在${at}发散：${rateAndLimit(learningRate, limit)}。`
        : `在${at}发散：请减小学习率（现为 ${digits(learningRate)}）。`;
    case 'exhausted': {
      const condition = fact.condition === null ? '' : `（κ = ${digits(fact.condition)}）`;
      const end = later === '' ? `，平均损失比最小值高 ${digits(fact.gap)}${condition}` : '';
      return `${plain(epoch)} 轮用完仍未收敛${end}。${later}${prospect(fact)}`;
    }
    case 'stopped':
      return `在${at}停止，平均损失 ${digits(fact.loss)}。`;
    case 'exact':
      return `已精确求解：平均损失 ${digits(fact.loss)}。`;
    default:
      return `${at}，平均损失 ${digits(fact.loss)}。`;
  }
}

const rateAndLimit = (rate: number, limit: number): string =>
  rate === limit
    ? `学习率 ${digits(rate)} 恰为上限`
    : `学习率 ${digitsBeside(rate, limit)} 超过了上限 ${digitsBeside(limit, rate)}`;

/** The reason why a run did not arrive, and what would, as far as either is known. */
function prospect(fact: Extract<Fact, { kind: 'outcome' }>): string {
  const { verdict, learningRate, learningRateLimit: limit, noise, arrives, faster } = fact;
  if (verdict === 'diverges' && limit !== null) return `它不会收敛：${rateAndLimit(learningRate, limit)}。`;
  if (noise && verdict === 'converges')
    return '小批量使它在最优点附近波动：减小学习率或加大批量大小，波动更小。';
  const own = arrives === null ? [] : [`照此继续，第 ${plain(arrives)} 轮收敛`];
  const other =
    faster === null
      ? []
      : [
          `若从这里改用 ${nameOf(faster.optimizer)}${faster.optimizer === 'cg' ? '' : ' 和自动学习率'}，第 ${plain(faster.arrives)} 轮收敛`,
        ];
  const all = [...own, ...other];
  return all.length === 0 ? '' : tidy(`${all.join('；')}。`);
}

/** Without the blanks between two Chinese characters, or beside a Chinese mark. */
const tidy = (text: string): string =>
  text.replace(/(?<=[\p{Script=Han}，。；：、（）]) +(?=\p{Script=Han})| +(?=[，。；：、）])/gu, '');

/** `梯度下降（α = 0.1）` of `梯度下降, α = 0.1`. */
const withAside = (name: string): string =>
  name.replace(/, (.+)$/s, (_, aside: string) => `（${aside.replaceAll(', ', '，')}）`);

function race({ rivals, winner, ...fact }: Extract<Fact, { kind: 'race' }>): string {
  const names = namesOfRivals(
    rivals,
    (size) => (size === 'full' ? '全批量' : `小批量 ${plain(size)}`),
    nameOf,
  ).map(withAside);
  const ends = byArrival(rivals).map((i) => {
    const { convergedAt, growth } = rivals[i]!;
    if (convergedAt !== null) return `${names[i]} 第 ${plain(convergedAt)} 轮`;
    return `${names[i]} ${growth !== null && growth >= 1 ? '不收敛' : '推算范围内未收敛'}`;
  });
  const first = Math.min(...rivals.map(({ convergedAt }) => convergedAt ?? Infinity));
  const level = names.filter((_, i) => rivals[i]!.convergedAt === first);
  const usual = names.filter((_, i) => rivals[i]!.isUsual);
  const caveat =
    usual.length === 0 ? '' : `${join(usual, '、', ' 和 ')} 的学习率只是通常的取值，换一个可能快得多。`;
  const result =
    winner !== null
      ? `${names[winner]} 在第 ${plain(first)} 轮最先收敛`
      : level.length > 0
        ? `${join(level, '、', ' 和 ')} 在第 ${plain(first)} 轮并列第一`
        : '无一收敛';
  const kept = rivals.flatMap(({ growth }, i) =>
    growth === null ? [] : [`${names[i]} 为 ${percent(growth)}`],
  );
  const why =
    fact.condition === null || fact.flattest === null || fact.steepest === null || kept.length === 0
      ? ''
      : `损失的曲率在 ${digits(fact.flattest)} 与 ${digits(fact.steepest)} 之间（κ = ${digits(fact.condition)}）；最慢方向上，每轮之后与之前的误差之比：${kept.join('，')}。`;
  const mixes = rivals.some(({ optimizer }) => optimizer === 'cg')
    ? `共轭梯度法每次都取梯度与上一步的最佳组合，不破坏已有的成果：不计舍入误差，${steps(fact.parameters)}就够了。`
    : '';
  return tidy(`${result}：${ends.join('；')}。${mixes}${caveat}${why}`);
}

/** Rows held out that are named. */
const MOST_NAMED = 3;

/** A probability as a share of data; what is tiny is not told to its digits. */
const chanceOf = (p: number): string => (p < 1e-4 ? '不到 0.01% ' : ` ${percent(p)} `);

function estimate({ name, value, interval: [low, high], level, p }: Extract<Fact, { kind: 'estimate' }>) {
  const holdsZero = low <= 0 && high >= 0;
  const chance = p === null ? '' : `；假如真值是 0，${chanceOf(p).trim()} 的样本会偏离这么远`;
  const real = p === null ? '' : `；区间${holdsZero ? '包含 0，无法断定真值不是 0' : '不包含 0'}${chance}`;
  return `${name} 的权重：${digits(value)}，${percent(level)} 置信区间 ${digits(low)} 到 ${digits(high)}${real}。`;
}

/** A row by its name, where it has one, and its number. */
const rowOf = ({ row, name }: NamedRow): string =>
  name === undefined ? `第 ${plain(row)} 行` : `${name}（第 ${plain(row)} 行）`;

/** Text as it follows a Chinese character: with a blank between unless it begins with another one. */
const following = (text: string): string => (/^\p{Script=Han}/u.test(text) ? text : ` ${text}`);

/** Several rows. */
function rowsOf(rows: readonly NamedRow[]): string {
  const named = rows.map(rowOf);
  if (rows.some(({ name }) => name !== undefined))
    return named.length < 2 ? named[0]! : `${named.slice(0, -1).join('、')}和${following(named.at(-1)!)}`;
  const numbers = rows.map(({ row }) => plain(row));
  return `第 ${join(numbers, '、', ' 和 ')} 行`;
}

export const zhCN: Narrator = {
  forecast,
  step,
  outcome,
  race,
  estimate,
  fit({ target, r2, now, sigma, freedom }) {
    const here = digits(now) === digits(r2) ? '' : `目前的 R² 为 ${digitsBeside(now, 1)}。`;
    return `在最优点，R² 为 ${digitsBeside(r2, 1)}；${target} 围绕拟合值的标准差，即残差标准误，为 ${digits(sigma)}（自由度 ${plain(freedom)}）。${here}`;
  },
  outlier({ studentized, p, ...row }) {
    return `${rowOf(row)}${studentized < 0 ? '低于' : '高于'}拟合值 ${digits(Math.abs(studentized))} 个标准差，这样的数据中只有${chanceOf(p)}会偶然如此。请核对它是如何记录的；若无误，去掉它再拟合一次，两种结果都报告。`;
  },
  influence({ cook, ...row }) {
    return `仅${following(rowOf(row))}就能明显移动拟合线（库克距离 ${digits(cook)}）：在相信这些权重之前，先去掉它再拟合一次。`;
  },
  movers({ rows }) {
    const distances = rows.map(({ cook }) => digits(cook));
    return `最能移动拟合线的是${following(rowsOf(rows))}：库克距离${rows.length > 1 ? '依次' : ''}为 ${join(distances, '、', '、')}。`;
  },
  curvature({ feature, p }) {
    return `残差随 ${feature} 呈弯曲趋势，这样的数据中只有${chanceOf(p)}会偶然如此。请在特征中加入曲线项：${feature}^2，若取值为正也可用 log(${feature})。`;
  },
  spread({ grows, p }) {
    return `预测值越大，各行的离散程度越${grows ? '大' : '小'}（异方差），这样的数据中只有${chanceOf(p)}会偶然如此。请改用允许这种情况的标准误（HC3），或给更分散的行较小的权重，或改为预测目标的对数。`;
  },
  inflated({ feature, vif }) {
    return `${feature} 几乎可由其余各列线性表示（VIF ${digits(vif)}）：它们的权重很难区分开，不过预测并不因此变差。请去掉其中一列，或设置 l2。`;
  },
  sound({ rows }) {
    return `就这 ${plain(rows)} 行数据来看，拟合没有问题：没有哪一行离拟合线太远，也没有哪一行单独就能移动它；残差没有弯曲趋势，离散程度不随预测值变化；没有哪一列可由其余各列线性表示。`;
  },
  undiagnosed({ reason, rows, most }) {
    if (reason === 'rows') return '无法逐行诊断：这里只有各行的汇总，而残差要由每一行的数据算出。';
    if (reason === 'exact') return '每一行都落在拟合线上，没有残差可供诊断。';
    return `这里不逐行诊断：共 ${plain(rows)} 行，超过了两帧画面之间来得及算的 ${plain(most)} 行。请取其中一部分，或用 sdk 的 diagnose 处理全部。`;
  },
  penalty({ penalty, values, folds, best, error, standardError, simplest, kept, features, share, end }) {
    const found = `${digits(best)} 对留出行的预测最好，均方误差 ${digits(error)}，标准误 ${digits(standardError)}`;
    const tried = `${penalty} 试了 ${plain(values)} 个值，做 ${plain(folds)} 折交叉验证（数据分成 ${plain(folds)} 份，轮流留出一份来检验）：${found}。`;
    const left =
      penalty === 'l1'
        ? `${plain(features)} 个权重中有 ${plain(kept)} 个不为 0`
        : `权重的长度是最弱时的 ${percent(share)}`;
    const none = end === 'weakest' ? '这已是最弱的一个：这些数据不需要正则项。' : '';
    const hopeless =
      end === 'strongest'
        ? '即使最强的一个，误差也相差不到一个标准误：这些特征几乎无法预测留出的行。'
        : `直到 ${digits(simplest)}，误差与它相差都不到一个标准误；那里${left}，是同样好的模型中最简单的一个。`;
    return tried + none + hopeless;
  },
  pathless({ reason, rows }) {
    if (reason === 'rows') return '没有路径：这里只有各行的汇总，而检验正则项需要留出一部分行。';
    return `没有路径：只有 ${plain(rows)} 行，太少，无法留出一部分来检验。`;
  },
  validation({ share, seed, rows, now, best, loss, patience }) {
    const some = rows.slice(0, MOST_NAMED).map(plain);
    const names =
      rows.length > MOST_NAMED ? `第 ${some.join('、')} …… 行` : `第 ${join(some, '、', ' 和 ')} 行`;
    const which =
      share === null
        ? '另有一批数据留作验证'
        : `按种子 ${plain(seed)} 抽出 ${percent(share)} 的行留作验证，共 ${plain(rows.length)} 行：${names}`;
    const stop =
      best === null || loss === null
        ? '在推算所及的范围内它一直下降，不会提前停止。'
        : `第 ${plain(best)} 轮时它最小，为 ${digits(loss)}，此后 ${plain(patience)} 轮不再下降：提前停止会取那一轮的权重。`;
    return `${which}。现在它们的平均损失为 ${digits(now)}。${stop}`;
  },
  uninferred({ reason, rows, parameters }) {
    if (reason === 'penalty')
      return '带正则项时没有标准误：正则项把权重拉向 0，这种偏差并非来自抽样的随机性。要看标准误，请把 l2 和 l1 设为 0。';
    if (reason === 'collinear')
      return '没有标准误：有的列可由其余各列线性表示，或是常数列，所以有无穷多组权重拟合得一样好。请去掉这样的列。';
    return `没有标准误：${plain(rows)} 行数据要确定 ${plain(parameters)} 个参数，没有剩下的自由度来估计误差。请增加数据或减少特征。`;
  },
  difference({ target, level, reference, value, slope, where }) {
    const by = `${value < 0 ? '少' : '多'} ${digits(Math.abs(value))}`;
    const what =
      slope === null
        ? `${target} 比 ${reference} ${by}`
        : `${slope} 每增加 1，${target} 的变化比 ${reference} ${by}`;
    const at = where.length > 0 ? `在 ${join(where, '、', ' 且 ')} 处，` : '';
    return `${level}：${at}其余特征相同时，${what}。`;
  },
  diverging({ growth, parameters }) {
    const shares = parameters.map(({ name, share }) => `${biasIn(name)} ${digits(share)}`);
    return `误差沿方向（${shares.join('，')}）增大，每轮变为原来的 ${digits(growth)} 倍。`;
  },
  collinear({ features, unseen }) {
    const names = join(features, '、', ' 和 ');
    if (unseen > 0)
      return `${names} 近乎共线：平方和已分辨不出它们的差别，梯度下降因此停在平均损失比最小值高 ${digits(unseen)} 处；用各行数据直接求解则不会。`;
    return `${names} 共线：其中一列可由其余各列线性表示，所以有无穷多组权重拟合得一样好，得到哪一组取决于初始值。`;
  },
  constant({ features }) {
    return `${join(features, '、', ' 和 ')} 是常数列，权重取 0。`;
  },
  scaling({ unscaled, standardised, scale }) {
    const verb = scale === 'none' ? '若做标准化，条件数 κ 可从' : '标准化使条件数 κ 从';
    return `${verb} ${digits(unscaled)} 降到 ${digits(standardised)}：狭长的山谷变成圆碗，各方向可用同一个学习率。`;
  },
};
