import { z } from 'zod'

/** 服务类型 of the manual 2.2.2; the conditions of practice depend on it. */
export const ServiceType = z.enum(['maintenance', 'assessment'])
export type ServiceType = z.infer<typeof ServiceType>

export const SERVICE_TYPE_LABELS: Record<ServiceType, string> = {
  maintenance: '消防设施维护保养检测',
  assessment: '消防安全评估',
}
