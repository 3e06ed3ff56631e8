import { FACE_ACTION_WORDS } from '../../../domain/verification/face-action.ts'
import type { FaceSessionState } from '../../../domain/verification/face-contract.ts'
import type { QualityTrouble } from '../../../domain/verification/quality-gate.ts'
import type { CaptureStage } from './capture-run.ts'

export const QUALITY_WORDS: Record<QualityTrouble, string> = {
  'no-face': '未检测到人脸，请把脸移到框内',
  'several-faces': '画面中有多张人脸，请让其他人离开画面',
  'too-far': '请靠近一些',
  'too-near': '请离远一些',
  'too-dark': '光线太暗，请打开灯或面向窗户',
  'too-bright': '光线过强，请避开直射的灯光',
  blurred: '画面模糊，请擦净镜头并保持不动',
  turned: '请正对屏幕',
}

/** The one sentence that is said now. */
export function stageWords(stage: CaptureStage | null): string {
  switch (stage?.kind) {
    case 'prompt':
      return FACE_ACTION_WORDS[stage.action]
    case 'rest':
      return stage.index < stage.total ? '请正对屏幕，闭上嘴，保持不动' : '很好，请保持不动'
    case 'digits':
      return `请读出：${stage.digits.split('').join(' ')}`
    case 'quality':
      return stage.trouble ? QUALITY_WORDS[stage.trouble] : '请保持不动'
    case undefined:
      return '正在准备'
  }
}

interface ResultWords {
  kind: 'good' | 'attention' | 'bad'
  title: string
  text: string
}

/** One reason and one thing to do; never a score. */
export function resultWords({ state, failure, triesLeft, pausedUntil }: FaceSessionState): ResultWords {
  switch (state) {
    case 'passed':
      return { kind: 'good', title: '人脸认证已通过', text: '实名认证已完成，照片和视频已删除。' }
    case 'in-review':
      return {
        kind: 'attention',
        title: '已转人工审核',
        text: '结果需要人工确认，已转消防救援机构核对；审核结果会显示在实名认证页，不需要重做。',
      }
    case 'unavailable':
      return {
        kind: 'attention',
        title: failure?.message ?? '服务器暂时不能进行人脸核验',
        text: failure?.advice ?? '请申请人工审核',
      }
    case 'busy':
      return {
        kind: 'attention',
        title: '服务器正忙',
        text: '拍摄的内容还在，请稍候再次提交，不需要重新拍摄。',
      }
    case 'expired':
    case 'cancelled':
    case 'failed':
    case 'waiting':
    case 'scanned':
    case 'capturing':
    case 'deciding': {
      const advice = failure?.advice ?? '请重新开始认证'
      return {
        kind: 'bad',
        title: failure?.message ?? '人脸认证没有完成',
        text: `${advice}。${triesText(triesLeft, pausedUntil)}`,
      }
    }
  }
}

/** 还可以再试几次, or until when there is a pause. */
export function triesText(triesLeft: number, pausedUntil: string | null): string {
  if (pausedUntil !== null) {
    const time = new Date(pausedUntil).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit' })
    return `多次未通过，${time} 后可以再试，也可以改用人工审核`
  }
  return triesLeft > 0 ? `还可以再试 ${triesLeft} 次` : '今天的次数已用完，请改用人工审核'
}
