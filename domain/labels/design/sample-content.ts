import { z } from 'zod'
import { encodeBase64Url } from '../base64.ts'
import type { LabelContent } from '../label-content.ts'

/** Which values a design is looked at with: the usual, the longest that forms let through, the shortest. */
export const SampleKind = z.enum(['usual', 'longest', 'shortest'])
export type SampleKind = z.infer<typeof SampleKind>

export const SAMPLE_KIND_NAMES: Record<SampleKind, string> = {
  usual: '一般长度',
  longest: '最长内容',
  shortest: '最短内容',
}

/** The serial's prefix is no workstation's and the signature is nobody's: a sample that hangs on a wall proves nothing. */
const SERIAL = '0000-000000-0'
const PAYLOAD_BYTES = 42
const SIGNATURE_BYTES = 64

/** `linkBase` as on real labels, so that the symbol has as many modules as theirs. */
export function sampleContent(kind: SampleKind, linkBase: string, today: string): LabelContent {
  const bytes = (count: number) => encodeBase64Url(new Uint8Array(count))
  const always = {
    serial: SERIAL,
    maintainedOn: today,
    qrText: `${linkBase}/l/${bytes(PAYLOAD_BYTES)}.${bytes(SIGNATURE_BYTES)}`,
  }
  switch (kind) {
    case 'usual':
      return {
        ...always,
        organisationName: '南京安盾消防技术服务有限公司',
        projectLeader: '雷思远',
        nextDueOn: today,
        building: '综合楼 3 层东侧',
        system: '室内消火栓系统',
        contactPhone: '025-86612286',
      }
    case 'longest':
      return {
        ...always,
        organisationName: '南京安盾消防设施检测维护保养技术服务有限责任公司江北新区第二分公司'.slice(0, 60),
        projectLeader: '阿卜杜热依木·买买提艾力',
        nextDueOn: today,
        building: '中山南路 315 号综合楼A座地下一层至三层东侧商业裙房及附属设备用房',
        system: '自动喷水灭火系统、火灾自动报警系统、机械防烟排烟系统',
        contactPhone: '025-86612286-8001',
      }
    case 'shortest':
      return {
        ...always,
        organisationName: '安盾公司',
        projectLeader: '丁一',
        nextDueOn: '',
        building: '',
        system: '',
        contactPhone: '',
      }
  }
}
