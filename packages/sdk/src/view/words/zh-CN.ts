import { noteInChinese } from '../../narrate/notes.zh-CN.ts';
import { narrateBy } from '../../narrate/numbers.ts';
import { zhCN as narrator } from '../../narrate/zh-CN.ts';
import type { SharedWords } from './words.ts';

const UNITS = { sample: '样本', batch: '小批量', epoch: '轮' } as const;

const KINDS = {
  number: '数值',
  boolean: '是或否',
  date: '日期，换算成天数',
  category: '类别',
  label: '行的编号或名称，默认不用',
  text: '文本，取值太多，不能用',
  empty: '没有任何值，不能用',
} as const;

/** The words of both faces in 简体中文. */
export const zhCN: SharedWords = {
  narrate: narrateBy(narrator),
  narrateNote: noteInChinese,
  status: {
    idle: '就绪',
    running: '训练中',
    paused: '已暂停',
    converged: '已收敛',
    diverged: '已发散',
    exhausted: '轮数用完',
    stopped: '已停止',
    exact: '精确解',
  },
  loss: '平均损失',
  heldOut: '留出的行',
  bias: '偏置',
  epoch: '轮次',
  row: '行',
  predicted: '预测值',
  actual: '实际值',
  limit: '上限',
  distance: '距最优点',
  arrives: '收敛于',
  never: '不收敛',
  nextUpdate: '下一次更新',
  why: {
    label: '为什么',
    told: (reason) => `为什么：${reason}`,
    standardised: (isCentred) =>
      isCentred ? '标准化：减去该列的均值 μ，再除以标准差 σ' : '缩放：除以 σ，σ² 是 x² 的平均值',
    prediction: '每个输入乘以自己的权重，全部加起来，再加上偏置',
    residual: '目标值减去预测值，叫残差',
    loss: '平方之后，偏高、偏低都算误差，而且误差越大，罚得越重；乘 ½，求导时正好消去平方带来的 2',
    slope:
      '外层导数乘内层导数。记 u = y − ŷ，则 L = ½u²，对 u 求导得 u；y 是常数，u 对 ŷ 求导得 −1。相乘：u · (−1) = −(y − ŷ)',
    byWeight: (weight, input) =>
      `除 ${weight} 以外都看作常数，常数的导数是 0；${weight} · ${input} 对 ${weight} 的导数是 ${input}`,
    byBias: (bias) => `${bias} 单独成项，${bias} 加 1，ŷ 也加 1；其余的量都看作常数，导数是 0`,
    product: '链式法则：这个参数只通过 ŷ 影响 L，所以两段导数相乘；第一个因子各参数共用，只算一次',
    weightInData: 'x 每增加 1，w̃ · (x − μ)/σ 增加 w̃/σ，这就是 x 本身的权重',
    biasInData: '标准化时每个输入减去了均值，换算回来要从偏置中减去各个 w · μ',
    update: {
      single: '沿梯度方向 L 上升，所以沿反方向走，走的距离是梯度的 α 倍',
      mean: 'g 是这次更新所用各行的偏导数的平均值（有正则项时再加上它的导数）；沿它的反方向走，走的距离是它的 α 倍',
      adapted: (rule) => `优化器或正则项对梯度 g 另有处理，不只是乘以 −α：${rule}`,
    },
  },
  panels: {
    loss: '平均损失',
    descent: '下降路径',
    ledger: '链式法则',
    neuron: '神经元',
    fit: '拟合',
    timeline: '时间轴',
    data: '数据',
    summary: '推断',
    diagnosis: '诊断',
    penalty: '正则化',
  },
  summary: {
    of: (target, rows) => `${target}：${rows} 行的最小二乘`,
    columns: ['估计值', '标准误', 't', 'p'],
    interval: (percent) => `${percent}%`,
    bias: '偏置',
    stars: '*** p < 0.001   ** p < 0.01   * p < 0.05',
    residual: (sigma, freedom) => `残差标准误 ${sigma}，自由度 ${freedom}`,
    adjusted: '调整后',
    f: (statistic, [a, b], p) => `F ${statistic}，自由度 ${a} 和 ${b}，p ${p}`,
  },
  ofOptimum: '最优点处',
  explained: [
    ['估计值', '使损失最小的参数，用原始单位'],
    ['标准误', '换一组样本，估计值会波动多大（以标准差计）'],
    ['t', '估计值是标准误的多少倍，即离 0 有多远'],
    ['p', '假如参数其实为 0，有多大比例的样本会得到绝对值至少这么大的 t'],
    ['95%', '置信区间：100 批样本中，这样算出的区间约有 95 个包含真值'],
    ['VIF', '方差膨胀因子：其余各列使标准误的平方放大的倍数；互不相关时为 1'],
    ['σ', '残差标准误：各行离拟合值有多远，以目标的单位计'],
    ['R²', '拟合值解释了目标方差的多大比例；调整后：扣除任意几列都能带来的部分'],
    ['F', '有全部权重的模型与只有偏置的模型相比；它的 p 是纯属偶然也能拟合得这么好的概率'],
    ['AIC, BIC', '拟合的偏差加上每个参数的代价：同一批数据的两个模型，较小者较好'],
  ],
  diagnosis: {
    head: ['行', 'ŷ', 'y − ŷ', '学生化残差', '杠杆值', '库克距离'],
    axes: {
      fitted: ['ŷ', 'y − ŷ'],
      normal: ['正态分位数', '标准化残差'],
    },
    charts: { fitted: '残差与 ŷ', normal: '正态 Q–Q 图' },
    most: '影响最大的行',
    explained: [
      [
        '残差与 ŷ',
        '没有问题时，点均匀分布在 0 的上下；呈弯曲趋势，说明应加入曲线项；呈喇叭形，说明离散程度在变',
      ],
      [
        '正态 Q–Q 图',
        '把残差从小到大排好，与正态分布的分位数对照：残差服从正态分布时，点落在对角线上；两端偏离，说明有离群值或长尾',
      ],
      ['学生化残差', '去掉这一行再拟合，用所得的 σ 衡量它的残差有多少个标准差'],
      ['杠杆值', '这一行的 y 在自己的 ŷ 中所占的份额，0 到 1：特征取值不寻常的行较大'],
      ['库克距离', '去掉这一行，所有预测值移动多远；超过 1，说明仅它就能移动拟合线'],
    ],
  },
  penalty: {
    weights: '标准化的权重随正则项的变化',
    error: '留出行的均方误差',
    best: '误差最小',
    simplest: '一个标准误之内',
    both: '误差最小，一个标准误之内',
    head: ['误差', '标准误'],
    underWay: '正在用留出的行逐一检验……',
  },
  bands: {
    label: '95% 区间带',
    drawn: '95% 区间带：内侧是拟合线的置信区间，外侧是新一行的预测区间',
    columns: '只用一列数值预测时，才能画出区间带',
    uninferred: '没有区间带：这里没有标准误，原因见推断',
    exact: '没有区间带：每一行都落在拟合线上',
    early: '训练接近最优点后，才画出区间带',
  },
  units: UNITS,
  perSecond: (count, unit) => `每秒 ${count} ${{ ...UNITS, sample: '个样本', batch: '个小批量' }[unit]}`,
  rows: (count) => `${count} 行`,
  leftOut: (count) => `略去 ${count} 行`,
  notes: (count) => `${count} 条说明`,
  columnKind: (kind, levels) => (kind === 'category' && levels ? `类别，${levels} 个水平` : KINDS[kind]),
  moreTerms: (count) => `另 ${count} 项`,
  labelled: (label, text) => `${label}：${text}`,
  listed: (...parts) => parts.join('，'),
};
