import { expect, type Page } from '@playwright/test'
import type { RunningServer } from '../running-server.ts'
import { specimenPicture } from '../specimen-pictures.ts'
import { choose, fill, receiveSmsCode } from './form-filling.ts'

export interface OrganisationOnPaper {
  name: string
  creditCode: string
  scope: string
  mobile: string
  password: string
  representative: { name: string; documentNumber: string; mobile: string }
}

/** Every field of 帐号注册 (manual 2.2.1), with the code as it arrives. */
export async function fillRegistration(
  page: Page,
  server: RunningServer,
  organisation: OrganisationOnPaper,
): Promise<void> {
  await fill(page, {
    机构名称: organisation.name,
    统一社会信用代码: organisation.creditCode,
    服务范围: organisation.scope,
    手机号码: organisation.mobile,
    登录密码: organisation.password,
    确认密码: organisation.password,
  })
  await choose(page, '营业执照登记省份', '江苏省')
  await receiveSmsCode(page, server, organisation.mobile)
}

/** Everything of 上传材料 (manual 2.2.2) but the pictures and 提交. */
export async function fillMaterials(page: Page, organisation: OrganisationOnPaper): Promise<void> {
  await fill(page, {
    营业执照登记机关: '南京市秦淮区市场监督管理局',
    机构详细地址: '南京市秦淮区样本路 18 号 3 幢 502 室',
    公开联系人: '陈婷',
    公开联系电话: '025-84567890',
    公开机构邮箱: 'contact@andun.example',
    法定代表人姓名: organisation.representative.name,
    法定代表人证件号: organisation.representative.documentNumber,
    法定代表人手机号: organisation.representative.mobile,
  })
  await page.getByLabel('机构所在区域', { exact: true }).pressSequentially('秦淮')
  await page.getByText('江苏省 / 南京市 / 秦淮区').click()
  await page.getByRole('checkbox', { name: '消防设施维护保养检测' }).press('Space')
}

export async function attachPictures(page: Page, organisation: OrganisationOnPaper): Promise<void> {
  const slots = [
    ['法人证件国徽面', 'document-back'],
    ['法人证件头像面', 'document-front'],
    ['营业执照', 'licence'],
  ] as const
  for (const [name, kind] of slots) {
    await page
      .getByLabel(name, { exact: true })
      .setInputFiles(await specimenPicture(kind, organisation.representative))
    await expect(page.getByRole('img', { name: `${name}预览` })).toBeVisible()
  }
}
