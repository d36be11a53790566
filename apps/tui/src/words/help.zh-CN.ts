// Help of the command in 简体中文, by its English: headings, purposes, arguments, flags, examples.
import type { Translations } from '@gd-trainer/sdk/zh-CN';

export const HELP: Translations = {
  // headings
  'Usage:': '用法',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'Examples:': '例子：',
  Model: '模型',
  File: '文件',
  Descent: '梯度下降',
  Output: '输出',
  Screen: '屏幕',
  Table: '表',
  '[options]': '[选项]',
  '[FILE|name|-] [options]': '[文件|数据集|-] [选项]',
  '{} (default: {})': '{0}（默认{1}）',
  '{} (choices: {})': '{0}（可选{1}）',
  '{} (choices: {}, default: {})': '{0}（可选{1}，默认{2}）',
  found: '自动判断',
  'found by column': '按列判断',
  zeros: '全为 0',
  'auto, on a screen {}': 'auto，在屏幕上为 {0}',
  'NA, null, ?, - …': 'NA、null、?、- 等',
  // what it is for
  'gd-trainer fits a linear model by gradient descent and shows how it happens.':
    'gd-trainer 用梯度下降拟合线性模型，并展示它的过程。',
  'watch descent find the weights of penguins': '看怎样求出企鹅数据的权重',
  'four rows, one sample at a time, to check by hand': '四行数据，可以手算核对',
  'a file of your own': '自己的文件',
  'train and print, no screen': '训练并打印结果，不开屏幕',
  'data from a pipe, keys from the terminal': '数据来自管道，按键来自终端',
  'gd-trainer --help lists every flag, gd-trainer <command> --help those of a command.':
    'gd-trainer --help 列出全部选项，gd-trainer <命令> --help 列出某个命令的选项。',
  'print the version': '打印版本号',
  'print the help: -h the short one': '打印帮助，-h 为简短的帮助',
  'least squares at once, without a descent: the flags and the output of training':
    '不做梯度下降，直接求最小二乘解；选项和输出与训练相同',
  'how sure the weights are: errors, t, p, intervals, VIF, F, AIC and BIC, of a saved model or of least squares on a file':
    '权重有多可靠：标准误、t、p、置信区间、VIF、F、AIC 和 BIC，可用于保存的模型，或文件的最小二乘解',
  'level of the intervals, between 0 and 1 (default: 0.95)': '置信水平，0 与 1 之间（默认 0.95）',
  'print the summary instead, its standard errors classic, HC0 to HC3 or cluster:column, by one more query':
    '改为输出摘要；标准误的种类：classic、HC0 到 HC3，或 cluster:列名，后几种要再查询一次',
  'standard errors: classic; HC0 to HC3 where residuals spread unlike; cluster:column where rows belong together (default: classic)':
    '标准误：classic；残差的离散程度不一时用 HC0 到 HC3；各行分组相关时用 cluster:列名（默认 classic）',
  'predict with a saved model (what --save wrote): rows of a file in, the same as CSV out with a column "prediction"':
    '用保存的模型（--save 写出的）做预测：读入文件的各行，输出为 CSV，并加上“prediction”一列',
  'what --save wrote': '--save 写出的模型',
  'CSV, TSV, JSON or Parquet of any size, a bundled set or - for standard input':
    '任意大小的 CSV、TSV、JSON 或 Parquet，自带的数据集，或用 - 表示标准输入',
  'two more columns, between which a new row lies with this probability, such as 0.95':
    '再加两列：新的一行以这一概率落在两者之间，如 0.95',
  'print the predictions as JSON': '以 JSON 打印预测值',
  'no notes on stderr, only errors': 'stderr 上不写说明，只写错误',
  'language of the notes': '说明的语言',
  'show how a saved model comes to its prediction for row --row of a file, and the chain rule there':
    '展示保存的模型怎样算出文件第 --row 行的预测值，以及那里的链式法则',
  'number of the row, from 1': '行号，从 1 起',
  'write a saved model --to sql, onnx, js, python or c; a run (a link or a file that :state wrote) --to csv, worksheet, exercise, typescript, numpy or link':
    '把保存的模型写成（--to）sql、onnx、js、python 或 c；把一次训练（链接，或 :state 写出的文件）写成 csv、worksheet、exercise、typescript、numpy 或 link',
  'what --save wrote, or a run': '--save 写出的模型，或一次训练',
  'the rows of a run, where they are neither in it nor in a bundled set':
    '训练所用的数据行，若不在其中，也不在自带的数据集里',
  'what to write': '写成什么',
  'whose SQL': '哪种 SQL',
  'SQL of an end of the interval in place of the prediction':
    '写出区间一端的 SQL，代替预测值：low 为下限，high 为上限',
  'level of that interval, as predict has it (default: 0.95)':
    '该区间的置信水平，与 predict 相同（默认 0.95）',
  'write a file instead of stdout': '写入文件，而不是 stdout',
  'language of a worksheet': '手算过程的语言',
  'list the bundled data sets': '列出自带的数据集',
  'print them as JSON': '以 JSON 打印',
  language: '语言',
  'print the completion script of bash, zsh or fish': '打印 bash、zsh 或 fish 的补全脚本',
  'bash, zsh or fish': 'bash、zsh 或 fish',
  'print this help, or that of a command': '打印这份帮助，或某个命令的帮助',
  'whose help': '命令名',
  // training
  'CSV, TSV, JSON or Parquet of any size (also .gz, or a pattern like "data/*.csv"), a bundled data set by name, or - for standard input; penguins if left out':
    '任意大小的 CSV、TSV、JSON 或 Parquet（也可以是 .gz，或“data/*.csv”这样的通配），自带数据集的名字，或用 - 表示标准输入；不写则用 penguins',
  'column to predict': '要预测的列',
  'columns or terms to predict from; numbers and categories if left out':
    '用来预测的列或由列构成的项；不写则用所有数值列和类别列',
  'condition on the rows of a file, like "price > 0"': '文件各行的条件，如“price > 0”',
  'a run as it was shared: a link of the page, or a file that :state wrote':
    '别人分享的训练：网页的链接，或 :state 写出的文件',
  'train, print the result and leave': '训练、打印结果并退出',
  'what is drawn with; in ascii ∂ is d and ŷ is y^, for terminals that draw such signs two columns wide':
    '用什么字符画；ascii 中 ∂ 写作 d、ŷ 写作 y^，适合把这些符号显示为两列宽的终端',
  colour: '颜色',
  'for a dark or a light terminal': '适合深色或浅色的终端',
  'clicks, drags and the wheel: auto takes them': '单击、拖动和滚轮：auto 为启用',
  'print the settings in force, of gd-trainer.json here or of your configuration, and which file they are from':
    '列出生效的设置（来自当前文件夹的 gd-trainer.json 或用户的配置文件），并说明各来自哪个文件',
  'by the terminal': '由终端决定',
  true: '是',
  false: '否',
  'sentences instead of plots': '用句子代替图',
  'one model for each group of rows, by the values of these columns': '按这些列的取值分组，每组一个模型',
  'print the models of --by as CSV': '以 CSV 打印 --by 的各个模型',
  'a row with a missing value: drop or error': '有缺失值的行：drop 略去，error 报错',
  'standard runs on (x − μ)/σ, none on x': 'standard 用 (x − μ)/σ 训练，none 用 x',
  'whether the model has a bias; --no-intercept is no': '模型是否带偏置；--no-intercept 即 no',
  'penalty ½·l2·‖w‖²': 'L2 正则项 ½·l2·‖w‖²',
  'penalty l1·‖w‖₁': 'L1 正则项 l1·‖w‖₁',
  'column with a weight ≥ 0 for each row': '各行权重（不小于 0）所在的列',
  'whether batches come in a new order each epoch': '小批量是否每轮换一个次序',
  'moments sums the rows up once, rows walks them every epoch; or auto':
    'moments 只把各行汇总一次，rows 每轮重新逐行计算；或 auto',
  'step size α: auto, gentle or a number > 0': '学习率 α：auto、gentle 或大于 0 的数',
  '{} or {}': '{0} 或 {1}',
  'share β of the last step that is kept: auto or in [0, 1)': '动量系数 β：auto，或 [0, 1) 内的数',
  'rows an update averages over: full or a number': '每次更新取多少行的平均：full 或一个数',
  'passes over the data at most': '最多训练多少轮',
  'converged when the gradient is this small, relatively': '收敛容差：相对梯度小到此值即收敛',
  'start values in data units': '初始值，用原始单位',
  'seed of the order of samples, and of the rows held out': '样本次序和留出哪些行的随机种子',
  'share of the rows held out: a run stops where the loss on them has stopped falling':
    '留作验证的行的份额：它们的损失不再下降时，训练就停止',
  'epochs without a lower loss on them after which it stops': '它们的损失连续多少轮不再下降后停止',
  'stop after 500ms, 60s, 5m … and print the result so far; exit 3 if the data are not read by then':
    '到 500ms、60s、5m … 就停止，并打印目前的结果；若数据还没读完，退出码为 3',
  'print one JSON object': '打印一个 JSON 对象',
  'print one JSON line per reported epoch, then the object': '每报告一轮打印一行 JSON，最后打印整个对象',
  'epochs between two lines of --jsonl (default: 1)': '--jsonl 每隔多少轮一行（默认 1）',
  'write the model as JSON': '把模型写成 JSON',
  // files
  'of a text file, such as gb18030 or windows-1252': '文本文件的编码，如 gb18030、windows-1252',
  'between fields: one character, tab or blank': '字段之间的分隔符：一个字符、tab 或 blank',
  'whether the first line holds names': '第一行是不是列名',
  'before the decimals: . or ,': '小数点：. 或 ,',
  'more words that mean "no value"; only:a,b for these alone':
    '另外哪些词表示缺失值；只用这些词则写 only:a,b',
  'a row with another number of fields: error or skip': '字段数不符的行：error 报错，skip 略去',
  // databases
  'train from a table where it lives: the database sums up, its rows stay there':
    '就地用数据库的表训练：由数据库求和，数据行留在那里',
  'kind of database': '数据库的种类',
  'its address without a password, or the file of DuckDB; GD_TRAINER_URL if left out':
    '数据库的地址（不带密码），或 DuckDB 的文件；不写则用 GD_TRAINER_URL',
  'table or view': '表或视图',
  'columns to predict from': '用来预测的列',
  'condition on the rows, like "price > 0"': '各行的条件，如“price > 0”',
  "A user and a password come from GD_TRAINER_URL, which holds the whole URL, or from the client's own variables:":
    '用户和密码取自 GD_TRAINER_URL（其中是完整的地址），或客户端自己的环境变量：',
  'CLICKHOUSE_USER and CLICKHOUSE_PASSWORD, or PGUSER, PGPASSWORD, PGHOST and the like.':
    'CLICKHOUSE_USER、CLICKHOUSE_PASSWORD，或 PGUSER、PGPASSWORD、PGHOST 等。',
  // completion
  'bundled data set': '自带的数据集',
  'data file': '数据文件',
  model: '模型',
  run: '训练',
};
