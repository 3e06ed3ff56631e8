import type { Page } from '@playwright/test'
import { choose, fill } from './form-filling.ts'

export interface ProjectOnPaper {
  contractNumber: string
  contractName: string
  clientName: string
  address: string
  technicalLeader: string
  projectLeader: string
  building: string
  system: string
  plannedFrom: string
  plannedTo: string
}

/** 执业项目 entered before the work starts; ends on the project's list or page. */
export async function addProject(page: Page, project: ProjectOnPaper): Promise<void> {
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '执业活动' }).click()
  await page.getByRole('link', { name: '添加执业项目' }).first().click()
  await fill(page, {
    合同编号: project.contractNumber,
    合同名称: project.contractName,
    服务对象名称: project.clientName,
    项目地址: project.address,
  })
  await choose(page, '项目类型', '维护保养')
  await page.getByLabel('项目所在区域', { exact: true }).pressSequentially('秦淮')
  await page.getByText('江苏省 / 南京市 / 秦淮区').click()
  await fillDay(page, '计划开始日期', project.plannedFrom)
  await fillDay(page, '计划结束日期', project.plannedTo)
  await choose(page, '技术负责人', new RegExp(`^${project.technicalLeader}`))
  await choose(page, '项目负责人', new RegExp(`^${project.projectLeader}`))
  await page.getByRole('button', { name: '添加建筑' }).click()
  await fill(page, { '建筑 1': project.building })
  await page.getByRole('button', { name: '添加系统' }).click()
  await fill(page, { '系统 1': project.system })
}

export async function fillDay(page: Page, field: string, day: string): Promise<void> {
  const input = page.getByRole('combobox', { name: field, exact: true })
  await input.fill(day)
  await input.press('Enter')
}
