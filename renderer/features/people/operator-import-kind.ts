import type { Result } from '../../../domain/contracts/failure.ts'
import { OPERATOR_DIRECTION_LABELS, OPERATOR_LEVEL_LABELS } from '../../../domain/people/levels.ts'
import {
  OPERATOR_IMPORT_COLUMNS,
  OPERATOR_IMPORT_EXAMPLE,
  readOperatorRow,
  type OperatorField,
} from '../../../domain/people/operator-import.ts'
import { OperatorFields } from '../../../domain/people/operator.ts'
import type { OperatorEntry, OperatorMatch } from '../../../domain/people/people-contract.ts'
import type { SourceRow } from '../../../domain/spreadsheet/import-table.ts'
import { cellText } from '../../../domain/spreadsheet/sheet-cell.ts'
import { agent } from '../../agent/agent.ts'
import type {
  ImportEntry,
  ImportKind,
  ImportMatch,
  ImportVerdict,
} from '../../shared/components/import-kind.ts'

/** 消防设施操作员 as ImportWizard imports them. */
export const OPERATOR_IMPORT: ImportKind<OperatorField> = {
  noun: '操作员',
  unit: '人',
  columns: OPERATOR_IMPORT_COLUMNS,
  nameField: 'name',
  unique: ['idNumber', 'certificateNumber'],
  template: {
    fileName: '消防设施操作员导入模板.xlsx',
    example: OPERATOR_IMPORT_EXAMPLE,
    notes: [
      '1. 从“操作员”工作表的第 3 行起填写，每人一行；第 2 行是示例，不会导入。',
      '2. 各列已设为文本格式，请不要改为数字，否则身份证号和证书编号的末尾几位会丢失。从别处粘贴时请选“只粘贴文本”或“值”。',
      '3. 姓名与身份证一致；手机号码 11 位；身份证号 18 位，性别按身份证号识别，不用填写。',
      `4. 职业资格等级从下拉列表选择：${Object.values(OPERATOR_LEVEL_LABELS).join('、')}。`,
      `5. 职业方向可以不填，不填视为“无”；可选：${Object.values(OPERATOR_DIRECTION_LABELS).join('、')}。`,
      '6. 不要合并单元格；一次最多 5,000 行。导入前会逐行检查，有问题的行可以在客户端里直接修改，不影响其他行。',
    ],
  },
  check,
  match: async (rows) => {
    const people = rows.map(({ idNumber, certificateNumber }) => ({ idNumber, certificateNumber }))
    const answer = await agent.people.matchOperators({ people })
    return answer.ok ? { ok: true, value: answer.value.map(toMatch) } : answer
  },
  save: (entries) => agent.people.saveOperators({ entries: entries.map(toEntry) }),
  undo: (batchId): Promise<Result<void>> => agent.people.undoOperatorBatch({ batchId }),
}

/** Shows what would be kept; where that cannot be told, what stands in the file. */
function check(row: SourceRow<OperatorField>): ImportVerdict<OperatorField> {
  const { fields, directionGiven, messages, warnings, tidied } = readOperatorRow(row)
  return {
    texts: {
      ...fields,
      level: fields.level === null ? cellText(row.cells.level) : OPERATOR_LEVEL_LABELS[fields.level],
      direction:
        messages.direction === undefined && directionGiven
          ? OPERATOR_DIRECTION_LABELS[fields.direction]
          : cellText(row.cells.direction),
    },
    messages,
    warnings,
    tidied,
  }
}

/** The ID number names the person; a certificate that is another's is a slip in the file. */
function toMatch({ byIdNumber, byCertificate }: OperatorMatch): ImportMatch<OperatorField> {
  const existing = byIdNumber && { id: byIdNumber.operatorId, name: byIdNumber.name }
  const anothers = byCertificate !== null && byCertificate.operatorId !== byIdNumber?.operatorId
  return {
    existing,
    messages: anothers
      ? { certificateNumber: `本机构的${byCertificate.name}已用这个证书编号，请与证书核对` }
      : {},
  }
}

function toEntry({ row, existingId }: ImportEntry<OperatorField>): OperatorEntry {
  const { fields, directionGiven } = readOperatorRow(row)
  const { direction, ...others } = OperatorFields.parse(fields)
  return { operatorId: existingId, fields: { ...others, direction: directionGiven ? direction : null } }
}
