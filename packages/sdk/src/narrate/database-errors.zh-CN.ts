// Errors of databases and of files that DuckDB reads, in 简体中文.
import type { Translations } from './translate.ts';

/** Errors of databases and of files that DuckDB reads. */
export const DATABASES: Translations = {
  'an array with one row': '一行的数组',
  'an array with one row, got {}': '一行的数组，却是{0}',
  'one row, got {}': '一行，却有 {0} 行',
  'a row with named columns, got {}': '带列名的一行，却是{0}',
  'a whole number ≥ 0 as {}, got {}': '不小于 0 的整数（{0}），却是{1}',
  'a number as {}, got {}': '数（{0}），却是{1}',
  'the query expected {}': '查询应返回{0}',
  'let `query` return the rows as objects with the names of the columns as they are in the statement':
    '请让 `query` 以对象返回各行，列名与语句中的一致',
  '{} cannot be a name in SQL': '{0} 不能用作 SQL 中的名字',
  'ask for fewer columns, or give the engine more memory by `memoryLimit` of `openFile`':
    '请减少列，或用 `openFile` 的 `memoryLimit` 给引擎更多内存',
  'name the encoding of the file, such as windows-1252, by `encoding`':
    '请用 `encoding` 指定文件的编码，如 windows-1252',
  'mend the line, quote a field that holds a separator, or leave such rows out by `ragged`':
    '请修正该行，给含有分隔符的字段加引号，或用 `ragged` 略去这些行',
  'check the user, the password, and that this user may read the table':
    '请检查用户、密码，以及该用户能否读这张表',
  'check that the database, and every server of a cluster, can be reached':
    '请检查数据库以及集群的每台服务器是否连得上',
  "check the name of the table; its parts are given one by one, `['db', 't']`":
    "请检查表名；各部分要分开给出，`['db', 't']`",
  'check that the columns hold numbers': '请检查各列是不是数值',
  'mend the condition in `where`': '请改正 `where` 中的条件',
  'check the table, the names of its columns and that they hold numbers':
    '请检查表和列名，以及各列是不是数值',
  'the query failed: {}': '查询失败：{0}',
  'the engine gave no reason': '引擎没有说明原因',
  'groups of weighted rows are summed up by DuckDB alone, not by {}':
    '只有 DuckDB 能对带权重的行分组汇总，{0} 不能',
  'leave out `sampleWeight`, or ask for one group at a time by `where`':
    '请去掉 `sampleWeight`，或用 `where` 逐组查询',
  'groups of {} need an answer {} wide, and the limit of {} is {}':
    '{0} 的分组需要 {1} 的结果，而 {2} 的上限是 {3}',
  'name fewer features': '请减少特征',
  'robust errors of {} take a statement of {} characters, and the limit of {} is {}':
    '{0}的稳健标准误需要一条 {1} 个字符的语句，而 {2} 的上限是 {3}',
  'there are more than {} groups': '超过 {0} 组',
  'ask for a part of them by `where`': '请用 `where` 只查一部分',
  'no group has a complete row': '没有一组有完整的行',
  'check the condition, or choose columns with fewer gaps: NULL, NaN and infinities count as missing':
    '请检查条件，或选缺失值较少的列：NULL、NaN 和无穷大都算缺失值',
  'column {}: the squares of a group overflow': '{0} 列有一组的平方超出了浮点数的上限',
  'rescale it': '请把该列除以 10 的若干次方',
  "the parts of the table's name, like ['schema', 'table']": "表名的各部分，如 ['schema', 'table']",
  'a condition in SQL': 'SQL 条件',
  'leave it out of the features': '请从特征中去掉它',
  'the table changed between two statements': '两条语句之间表有变动',
  'run them in one transaction, or on a copy': '请放在同一个事务里执行，或在副本上执行',
  'column {}: expected sample weights ≥ 0, got {}': '{0} 列的样本权重应不小于 0，却是 {1}',
  'the sums that the query answered contradict each other, or overflow':
    '查询返回的各个和互相矛盾，或超出了浮点数的上限',
  'check the weights, and that `query` returns the rows of the very statement it is given':
    '请检查权重，以及 `query` 返回的是不是所给语句的结果',
  'the table has no rows': '表没有行',
  'check the condition and the table': '请检查条件和表',
  'all {} rows have weight 0': '全部 {0} 行的权重都是 0',
  'give at least one row a weight above 0': '请至少给一行大于 0 的权重',
  'choose columns with fewer gaps: NULL, NaN and infinities count as missing':
    '请选缺失值较少的列：NULL、NaN 和无穷大都算缺失值',
  'the levels of {} are in the database': '{0} 的水平在数据库里',
  '`momentsFromSql` asks for them, or declare them: `category({}, a, b)`':
    '`momentsFromSql` 会去查询，或写明水平：`category({0}, a, b)`',
  // files
  'a size like 512MB or 4GB': '如 512MB、4GB 的大小',
  'the name of a file': '文件名',
  '{}: expected the header in the first line, got another one': '{0} 的第一行应为同样的表头，却不同',
  'take the lines above the header out: where files are read together each has to begin alike':
    '请去掉表头上方的行：一起读取的文件，开头要相同',
  '"where" expected one condition in SQL, got {}': '“where”应为一个 SQL 条件，却是{0}',
  'write what could stand between WHERE and the end of a SELECT, and nothing after it':
    '请只写 SELECT 语句中 WHERE 之后的部分',
  'the rows ended before the file did': '文件还没读完，数据行就中断了',
  'expected one statement, got {}': '应为一条语句，却有 {0} 条',
  'reading this file needs DuckDB, which is not installed for this machine':
    '读取这个文件需要 DuckDB，而本机没有安装',
  'column {}: expected numbers, got {}': '{0} 列应为数值，却是{1}',
  'name one of {}; in a column of numbers at least four cells of five are numbers':
    '请从 {0} 中选一列；数值列中至少有八成的单元格是数值',
  'expected {} in every row as in the header, got {}': '每行应与表头一样有 {0}，却有 {1} 个',
  'mend the rows that have more or fewer, and quote the fields that hold a separator':
    '请修正字段过多或过少的行，并给含有分隔符的字段加引号',
  'column {} expected a name of its own, got {}, the name of column {}':
    '第 {0} 列应另取名字：{1} 是第 {2} 列的名字',
  'rename one of them: columns of several files are matched without regard to capitals':
    '请给其中一列改名：多个文件的列按名对应，不分大小写',
  'no column {} to group by': '没有 {0} 这一列可用来分组',
  'name a column of the file': '请给出文件中的列名',
  '{} is not a local file': '{0} 不是本地文件',
  'download it first': '请先下载',
  'no file {}': '没有文件 {0}',
  "of a folder, name the files, such as 'folder/*.parquet'": "文件夹要写明其中的文件，如 'folder/*.parquet'",
  '{} expected a file, got a pipe or a device': '{0} 应为文件，却是管道或设备',
  'save it to a file': '请先存为文件',
  '{} and {} are of unlike formats': '{0} 和 {1} 的格式不同',
  'name one kind': '请只用一种',
  'expected rows, got an empty file': '应有数据行，却是空文件',
  'choose another file': '请换一个文件',
  'files that are read together have to be {}': '一起读取的文件都要是{0}',
  'files of over {} MB have to be {}': '超过 {0} MB 的文件要是{1}',
  'plain CSV': '普通的 CSV',
  'UTF-8: iconv -f {} -t UTF-8 FILE > NEW writes it anew': 'UTF-8：iconv -f {0} -t UTF-8 FILE > NEW 可以转换',
  'one object holds all of the rows': '全部数据行都在一个对象里',
  'of over {} MB of JSON, write one record a line': '超过 {0} MB 的 JSON 请每行写一条记录',
  'the text is in {}': '文本是 {0} 编码',
  'lines end in more than one way, in LF, CRLF or CR': '换行不统一，有 LF、CRLF 或 CR',
  'rows of other widths are to be left out': '要略去字段数不符的行',
  'fields are not parted by single separators, one a column': '各列之间不是恰好一个分隔符',
};
