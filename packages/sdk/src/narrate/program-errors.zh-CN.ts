// Errors that programs meet and readers of a page do not, in 简体中文: sources, streams, moments, sessions.
import type { Translations } from './translate.ts';

/** Errors that programs meet and readers of a page do not: sources, streams, moments, sessions, code. */
export const PROGRAMS: Translations = {
  // sources
  '"x" expected a multiple of {}, got {}': '“x”的长度应为 {0} 的倍数，却是 {1}',
  'check `columns`': '请检查 `columns`',
  '"x" expected {}, one a name, got {}': '“x”应有 {0}，与列名一一对应，却有 {1} 列',
  'name every column': '请给每一列命名',
  'column {} of "x" expected a name of its own, got "y", the name of the target':
    '“x”的第 {0} 列应另取名字：“y”是目标的名字',
  'give it another name': '请换一个名字',
  'await it first: `fit(await rows, options)`': '请先等它完成：`fit(await rows, options)`',
  'turn it into columns by name: `Object.fromEntries(map)`':
    '请先转成以列名为键的对象：`Object.fromEntries(map)`',
  'a table of CSV with its notes': '连同说明的 CSV 表',
  'pass its columns: `fit(csv.columns, options)`': '请传入它的各列：`fit(csv.columns, options)`',
  'moments without their methods, as a worker receives them': '失去了方法的矩（worker 收到的就是这样）',
  'send `moments.toJSON()`, and read it there by `Moments.fromJSON`':
    '请发送 `moments.toJSON()`，并在那边用 `Moments.fromJSON` 读入',
  'moments as JSON': 'JSON 形式的矩',
  'read them first: `fit(Moments.fromJSON(json), options)`':
    '请先读入：`fit(Moments.fromJSON(json), options)`',
  "arquero's own table": 'arquero 的表',
  'pass it as Arrow: `fit(table.toArrow(), options)`': '请转成 Arrow 传入：`fit(table.toArrow(), options)`',
  'only `fit`, `solve` and `moments` read streams: collect the rows, or go chunk by chunk':
    '只有 `fit`、`solve` 和 `moments` 能读流：请先收集各行，或逐块处理',
  'column {}, row {}: expected whole microseconds, got {} ns': '{0} 列第 {1} 行应为整数微秒，却是 {2} ns',
  'cast the column to microseconds: what is finer is lost in an f64 of days':
    '请把该列转换为微秒：更细的部分在以天为单位的 f64 中会丢失',
  // moments and streams
  'chunk {}: {}': '第 {0} 块：{1}',
  'chunk expected the columns {}, got {}': '这一块应有列 {0}，却是{1}',
  'give every chunk the same columns': '各块的列要相同',
  'cannot subtract {} from {}': '不能从 {1} 行中减去 {0}',
  'subtract a part of these rows': '只能减去其中的一部分行',
  'expected the columns {}, got {}': '应有列 {0}，却是{1}',
  '`select` the same columns': '请用 `select` 选相同的列',
  'of a stream only a part is there at a time: validation and weights given as an array need all of it':
    '流每次只有一部分数据：验证集和以数组给出的权重都需要全部数据',
  'name the column of the weights, or pass the rows themselves': '权重请给出列名，或直接传入数据行',
  'a chunk expected rows, got moments': '一块应为数据行，却是矩',
  'use `merge`': '请用 `merge`',
  'the stream has no chunk': '流里没有数据块',
  'yield at least one chunk with rows': '请至少给出一个含有数据行的块',
  'the levels of {} are known at the end of the stream, and this one passes once':
    '{0} 的水平要读完流才知道，而这个流只能读一遍',
  'pass a function that returns the chunks from the start, or declare them: `category({}, a, b)`':
    '请传入能从头返回各块的函数，或写明水平：`category({0}, a, b)`',
  'every epoch takes a pass over the stream, and this one passes once':
    '每一轮都要读一遍流，而这个流只能读一遍',
  "pass `batchSize: 'full'` and `path: 'auto'`, or a `function` that returns the chunks from the start":
    "请用 `batchSize: 'full'` 和 `path: 'auto'`，或传入能从头返回各块的 `function`",
  'a chunk expected rows, got {}': '一块应为数据行，却是{0}',
  'read CSV first: `fit((await parseCsv(stream)).columns, options)`, or `openFile` for files of any size':
    '请先读 CSV：`fit((await parseCsv(stream)).columns, options)`，或用 `openFile` 读任意大小的文件',
  'the stream gave {} in a later pass and {} in the first': '数据流再次读取时给出{0}，第一次给出{1}',
  'give the same rows in the same order each time the function is called':
    '每次调用该函数都要按同样的顺序给出同样的行',
  // runs and sessions
  'moments hold no rows, and {} them': '矩里没有数据行，而{0}数据行',
  'batches need': '小批量需要',
  '{} needs': '{0} 需要',
  'pass the rows themselves': '请传入数据行本身',
  'only gd, momentum and nesterov on full batches, at a constant rate and without l1, have a closed form':
    '只有全批量、学习率不变、没有 l1 的 gd、momentum 和 nesterov 才有闭式解',
  'step through the run instead': '请改为逐步训练',
  'there is no WebAssembly here, and what stands in for it is not loaded':
    '这里没有 WebAssembly，替代它的部分也没有载入',
  'await init() first, or import @gd-trainer/core/fallback':
    '请先 await init()，或导入 @gd-trainer/core/fallback',
  '"module" expected the compiled core.wasm, got one without its kernels':
    '“module”应为编译好的 core.wasm，却没有其中的内核',
  'a learning rate that is a function cannot be saved': '函数形式的学习率无法保存',
  'use a number': '请用数',
  'sample weights given as an array cannot be saved': '以数组给出的样本权重无法保存',
  'name a column': '请给出列名',
  '"trainer" expected a session of this copy of the sdk': '“trainer”应为这一份 sdk 的训练',
  'where its rows are few, `Trainer.fromState(trainer.toState())` makes a session of this copy':
    '行数不多时，`Trainer.fromState(trainer.toState())` 可得到这一份 sdk 的训练',
  // what is written of a run
  '"language" expected {}, got {}': '“language”应为 {0}，却是{1}',
  'moments, weighted rows and rates that are functions cannot be written as code':
    '矩、带权重的行和函数形式的学习率无法写成代码',
  'run on the rows, at rates that are numbers': '请用数据行训练，学习率用数',
  '"file" expected a name for {} rows to be read from, got nothing':
    '“file”应为文件名，{0} 行数据要从中读取，却是空的',
  'a worksheet needs the rows, without weights': '手算过程需要数据行，且不带权重',
  'run on the rows themselves': '请用数据行本身训练',
};
