import type { Fact } from '../session/fact.ts';
import { digits, join, type Narrator, namesOfRivals, plain } from './numbers.ts';

function forecast(fact: Extract<Fact, { kind: 'forecast' }>): string {
  const { verdict, learningRateLimit: limit, growth, epochs, batches, noise } = fact;
  const rate = digits(fact.learningRate);
  const reached =
    epochs === null ? '' : `；到第 ${plain(epochs)} 轮，梯度降到其尺度的 ${digits(fact.tolerance)}`;
  if (limit === null) return `学习率 ${rate}：该优化器自行调整步长，没有已知的上限。`;
  if (verdict === 'diverges') {
    const grows = growth === null ? '' : `，误差每轮放大到 ${digits(growth)} 倍`;
    return `学习率 ${rate} 是上限 ${digits(limit)} 的 ${digits(fact.learningRate / limit)} 倍，损失将无限增大${grows}。`;
  }
  if (verdict === 'unproven') {
    return `学习率 ${rate} 超过了单样本的上限 ${digits(limit)}：也许可行，但没有保证。`;
  }
  if (batches) {
    const end = noise
      ? '训练最终在最优点附近随机波动，学习率越小、批量越大，波动越小'
      : '训练收敛，因为有一组权重能恰好拟合每一行，不会留下波动';
    return `学习率 ${rate} 低于单样本的上限 ${digits(limit)}：${end}。`;
  }
  const shrinks = growth === null ? '' : `，最慢的方向每轮保留 ${percent(growth)} 的误差`;
  return verdict === 'oscillates'
    ? `学习率 ${rate} 会左右来回越过最优点，但低于上限 ${digits(limit)}，仍然收敛${shrinks}${reached}。`
    : `学习率 ${rate} 平稳收敛，上限为 ${digits(limit)}${shrinks}${reached}。`;
}

const percent = (share: number): string => `${digits(100 * share)}%`;

function step(fact: Extract<Fact, { kind: 'step' }>): string {
  const { lossBefore, loss } = fact;
  const change =
    lossBefore === null || lossBefore === loss
      ? ''
      : `，${loss < lossBefore ? '下降' : '上升'} ${percent(Math.abs(loss / lossBefore - 1))}`;
  const parameters = fact.parameters.map(({ name, value }) => `${name} ${digits(value)}`).join('，');
  const sample = fact.sample > 0 ? `第 ${plain(fact.sample)} 个样本` : '';
  return `第 ${plain(fact.epoch)} 轮${sample}：损失 ${digits(loss)}${change}；${parameters}。`;
}

function outcome(fact: Extract<Fact, { kind: 'outcome' }>): string {
  const { status, learningRateLimit: limit } = fact;
  const at = `第 ${plain(fact.epoch)} 轮`;
  switch (status) {
    case 'converged':
      return `在${at}收敛，损失 ${digits(fact.loss)}：梯度已几乎为零。`;
    case 'diverged':
      return limit !== null && fact.learningRate >= limit
        ? `在${at}发散：学习率 ${digits(fact.learningRate)} 超过了上限 ${digits(limit)}。`
        : `在${at}发散：请减小学习率 ${digits(fact.learningRate)}。`;
    case 'exhausted':
      return `到${at}轮数用完，损失比最小值高 ${digits(fact.gap)}${
        fact.condition === null ? '' : `（κ = ${digits(fact.condition)}）`
      }：用动量更快，用 solve 可直接求解。`;
    case 'stopped':
      return `在${at}停止，损失 ${digits(fact.loss)}。`;
    case 'exact':
      return `已精确求解：损失 ${digits(fact.loss)}。`;
    default:
      return `${at}，损失 ${digits(fact.loss)}。`;
  }
}

function race({ rivals, winner, ...fact }: Extract<Fact, { kind: 'race' }>): string {
  const names = namesOfRivals(rivals, (size) => (size === 'full' ? '全批量' : `批量 ${plain(size)}`));
  const ends = rivals.map(({ convergedAt, growth }, i) => {
    if (convergedAt !== null) return `${names[i]} 在第 ${plain(convergedAt)} 轮`;
    return `${names[i]} ${growth !== null && growth >= 1 ? '永远达不到' : '在可预见的轮数内达不到'}`;
  });
  const result = winner === null ? '没有唯一的优胜者' : `${names[winner]} 胜出`;
  const kept = rivals.flatMap(({ growth }, i) =>
    growth === null ? [] : [`${names[i]} 为 ${percent(growth)}`],
  );
  const why =
    fact.condition === null || fact.flattest === null || fact.steepest === null || kept.length === 0
      ? ''
      : `损失的曲率从 ${digits(fact.flattest)} 到 ${digits(fact.steepest)}（κ = ${digits(fact.condition)}）：最慢方向上每轮保留的误差，${kept.join('；')}。`;
  return `${result}。梯度降到其尺度的 ${digits(fact.tolerance)}：${ends.join('；')}。${why}`;
}

export const zhCN: Narrator = {
  forecast,
  step,
  outcome,
  race,
  diverging({ growth, parameters }) {
    const shares = parameters.map(({ name, share }) => `${name} ${digits(share)}`);
    return `不断放大的方向是（${shares.join('，')}），每轮放大到 ${digits(growth)} 倍。`;
  },
  collinear({ features }) {
    return `${join(features, '、', '和 ')} 共线：其中一列可由其余各列推出，因此有许多组权重拟合得一样好，得到哪一组取决于初始值。`;
  },
  constant({ features }) {
    return `${join(features, '、', '和 ')} 没有变化，权重取 0。`;
  },
  scaling({ unscaled, standardised, scale }) {
    const verb = scale === 'none' ? '若做标准化，可将' : '标准化将';
    return `${verb}条件数 κ 从 ${digits(unscaled)} 降到 ${digits(standardised)}：损失的狭长山谷变圆，各个方向可以用同样的步长。`;
  },
  skipped({ skippedRows, rows }) {
    return `有 ${plain(skippedRows)} 行因缺失值被略去，保留 ${plain(rows)} 行。`;
  },
};
