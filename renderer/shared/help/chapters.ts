/** One chapter of the manual in our own words, in the manual's order and under its names, with the names our screens have. */
export interface HelpChapter {
  /** The manual's number. */
  number: string
  title: string
  /** Pages whose help this is, by the beginning of their path. */
  pages: readonly string[]
  parts: readonly HelpPart[]
}
export interface HelpPart {
  title?: string
  /** Steps are numbered, notes are not. */
  steps?: readonly string[]
  notes?: readonly string[]
}

export const HELP_CHAPTERS: readonly HelpChapter[] = [
  {
    number: '1.1',
    title: '系统要求与系统检测',
    pages: ['/diagnostics', '/settings'],
    parts: [
      {
        notes: [
          '客户端不需要另外安装浏览器。屏幕不小于 1024×576 时各页面完整显示。',
          '“综合服务”→“系统检测”逐项检查操作系统、磁盘空间、摄像头、麦克风、标签打印机、服务器连接和时钟，每项给出结论和处理办法。',
          '“综合服务”→“设置”可改颜色、界面大小、表格行高和多长时间没有操作后自动退出登录。',
        ],
      },
    ],
  },
  {
    number: '1.2',
    title: '标签打印机',
    pages: ['/printers'],
    parts: [
      {
        title: '连接打印机',
        steps: [
          '用 USB 线连接标签打印机并打开电源，不需要安装驱动。',
          '打开“标签打印机”，打印机自动出现在列表中；网络打印机点“添加网络打印机”，填写地址后先试连。',
          '点“设置”，选择标签纸尺寸、间隙、浓度、速度和偏移，再打印测试标签核对位置。',
        ],
      },
      {
        notes: [
          '设置按打印机分别记住。缺纸、碳带用完、机头打开时，页面显示原因，处理后继续打印，不会重复打印已完成的标签。',
        ],
      },
    ],
  },
  {
    number: '2.1',
    title: '消防技术服务机构操作流程',
    pages: ['/home', '/notices'],
    parts: [
      {
        title: '账号注册、实名认证',
        steps: ['帐号注册', '上传材料', '实名认证', '完成帐号注册'],
      },
      {
        title: '自主录入',
        steps: [
          '注册消防工程师注册到本机构，并经消防救援机构审批；',
          '录入消防设施操作员；',
          '上传从业承诺书；',
          '核对并提交自主录入。满足从业条件即生效，在“信息公开”中展示；暂不满足也可提交，满足后自动生效。',
        ],
      },
      {
        title: '首页',
        notes: [
          '首页列出今日待办、个人数据（正在进行、已结束、执业活动、处罚情况）、执业项目和自主录入信息，每一项待办都可直接到办理的页面。',
          '审批结果、生效变化、处罚决定在“通知公告”中告知，标题栏的铃铛显示未读条数。标有“须确认”的，要逐条确认已阅。',
        ],
      },
    ],
  },
  {
    number: '2.2.1',
    title: '账号注册与登录',
    pages: ['/register', '/sign-in', '/reset-password', '/recover-mobile', '/instructions', '/conditions'],
    parts: [
      {
        title: '账号注册',
        steps: [
          '在首页点“消防技术服务机构自主录入”，阅读操作说明，下载《从业条件》和《从业承诺书》。',
          '已有账号的点“账号登录”；没有的点“账号注册”。',
          '填写机构名称、统一社会信用代码、营业执照登记省份、服务范围、手机号码和登录密码。机构名称、信用代码和服务范围应与营业执照一致，服务范围须包含“消防”。',
          '拖动滑块解锁发送短信，填写收到的短信验证码，提交注册。',
        ],
      },
      {
        notes: [
          '统一社会信用代码提交后无法修改。手机号码是登录账号。',
          '登录密码为 10~16 位数字、字母或者下划线，至少有一个字母和一个数字。',
          '密码连续 5 次不正确，账号锁定 15 分钟；可用短信登录，或用“忘记密码”重设。',
          '手机号已不能接收短信的，点“由法定代表人验证后更换手机号”。',
          '曾在本机用密码登录过的，断网时也能用密码打开本机的草稿。',
        ],
      },
    ],
  },
  {
    number: '2.2.2',
    title: '上传材料',
    pages: ['/registration/materials'],
    parts: [
      {
        steps: [
          '注册成功或登录后进入“上传材料”。',
          '填写机构相关信息，带 * 的为必填；标明“公开”的内容会在信息公开中展示。',
          '上传法人证件国徽面、法人证件头像面和营业执照三张图片，可拖入、粘贴，可旋转和更换，然后提交。',
        ],
        notes: ['提交后立即核验法定代表人的姓名、证件号和手机号，请如实填写。'],
      },
    ],
  },
  {
    number: '2.2.3',
    title: '实名认证',
    pages: ['/registration/verification', '/verification'],
    parts: [
      {
        notes: [
          '上传材料时的核验通过的，实名认证即已完成，不需要再办。',
          '未通过的，在“实名认证”页选择其他方式。实名认证必须由法定代表人操作。',
          '任何时候都可以申请人工审核，由消防救援机构核对材料。',
        ],
      },
    ],
  },
  {
    number: '2.3.1',
    title: '消防技术服务机构自主录入',
    pages: ['/self-entry'],
    parts: [
      {
        steps: [
          '“业务管理”→“自主录入”，左侧依次是基础信息、已有注册消防工程师、消防设施操作员、附件信息、核对并提交。',
          '在“已有注册消防工程师”核对人员和职位；请通知注册消防工程师自行注册到本机构。',
          '在“消防设施操作员”添加、修改、删除操作员。',
          '在“附件信息”下载承诺书模板，签字盖章后上传多页 PDF。',
          '在“核对并提交”核对全部内容后提交。',
        ],
        notes: ['满足从业条件的，提交后生效并公开；不满足的也可提交，但暂不公开。页面上方一直显示还缺什么。'],
      },
    ],
  },
  {
    number: '2.3.2',
    title: '自主录入信息查看',
    pages: ['/self-entry/view'],
    parts: [
      {
        notes: [
          '在首页“自主录入信息”点“查看”，可看到提交的全部内容、当前人数和是否满足生效条件，可下载承诺书、查看注册消防工程师的电子档案。',
        ],
      },
    ],
  },
  {
    number: '2.3.3',
    title: '自主录入信息修改',
    pages: ['/self-entry/review'],
    parts: [
      {
        notes: [
          '在首页点“修改”进入。基础信息在“消防技术服务机构信息管理”中修改，修改后自动带入，重新提交后完成修改。',
          '离线时也可提交，联网后自动送出。',
        ],
      },
    ],
  },
  {
    number: '2.3.4',
    title: '历史信息查看',
    pages: ['/self-entry/history', '/self-entry/revisions'],
    parts: [{ notes: ['“自主录入修改历史”列出每一次提交，点“查看”看当时的全部内容和与上一次的不同。'] }],
  },
  {
    number: '2.4',
    title: '消防技术服务机构信息管理',
    pages: ['/organisation'],
    parts: [
      {
        steps: ['“业务管理”→“消防技术服务机构信息管理”，点“修改消防技术服务机构信息”。', '修改后提交。'],
        notes: [
          '登录手机号和密码在“综合服务”→“个人中心”更换。统一社会信用代码无法修改。',
          '修改机构名称须重新上传营业执照；修改法定代表人须重新上传证件图片并重新实名认证，通过前原信息继续有效。',
        ],
      },
    ],
  },
  {
    number: '2.5.1',
    title: '注册消防工程师信息管理',
    pages: ['/people/engineers', '/engineer'],
    parts: [
      {
        steps: [
          '“业务管理”→“注册消防工程师管理”。',
          '对申请注册到本机构的人员点“同意”或“不同意”；同意后由消防救援机构审批。',
          '点“修改职位”，选择技术负责人、项目负责人或一般人员。技术负责人只有一名，须为一级注册消防工程师。',
        ],
      },
    ],
  },
  {
    number: '2.5.2',
    title: '消防设施操作员信息管理',
    pages: ['/people/operators'],
    parts: [
      {
        notes: [
          '可查询、添加、修改、删除操作员，也可从 Excel 导入和导出。删除后 10 秒内可撤销。',
          '人数与等级需满足从业条件，请谨慎操作。',
          '证件号和手机号平时遮住，点眼睛图标显示 30 秒；每次查看都有记录，见“综合服务”→“查看记录”。',
        ],
      },
    ],
  },
  {
    number: '3.1',
    title: '执业活动',
    pages: ['/practice'],
    parts: [
      {
        steps: [
          '执业活动前，“执业活动”→“添加执业项目”，录入服务对象名称、项目类型、技术负责人等。',
          '人员有变化的，在项目中点“更换人员”，填写原人员、新人员、日期和原因，历史一直保留。',
          '完成后点“录入结论性文件”，上传 PDF。提交后项目结束并归档。',
        ],
        notes: ['项目情况不向社会公开，仅供消防救援机构查询统计。'],
      },
    ],
  },
  {
    number: '3.2',
    title: '维保标签',
    pages: ['/labels', '/label-templates'],
    parts: [
      {
        steps: [
          '在项目中点“打印维保标签”，选择建筑、系统、维保日期和份数，预览与打印结果一致。',
          '选择标签打印机，先打印 1 张核对，再打印其余。',
        ],
        notes: ['扫描标签上的二维码可核验真伪。打错的标签在“打印记录”中作废，重打会记录次数。'],
      },
    ],
  },
  {
    number: '4.1',
    title: '个人中心与处罚情况',
    pages: ['/account', '/looks', '/penalties'],
    parts: [
      {
        notes: [
          '更换手机号要验证原手机号和新手机号；修改密码要填写原密码和短信验证码。两者都会退出其他电脑上的登录。',
          '“登录设备与会话”列出账号在哪些电脑上登录，可逐个退出或退出其他登录。被退出的电脑上没有同步的内容不会丢失。',
          '“查看记录”列出谁看过完整号码、导出过名单，以及消防救援机构的查看。',
          '“处罚情况”由消防救援机构录入，撤销的注明原因，不再计入次数。',
        ],
      },
    ],
  },
  {
    number: '4.2',
    title: '离线、草稿与同步',
    pages: ['/sync', '/drafts', '/storage', '/workstations'],
    parts: [
      {
        notes: [
          '填写的内容随时保存为草稿，断电、退出都不会丢失，在“草稿箱”中继续。',
          '没有网络时照常填写，联网后自动同步；左下角显示待同步的项数。',
          '两台电脑改了同一处的，在“同步中心”并排显示，由人决定用哪一个；未通过的注明原因，修改后重新提交。',
          '“本机数据”可备份，也可把没有同步的内容导出到另一台电脑；“工作站”可停用丢失的电脑。',
        ],
      },
    ],
  },
  {
    number: '5.1',
    title: '消防救援机构',
    pages: ['/supervision'],
    parts: [
      {
        notes: [
          '“待审批申请”办理注册申请：通过、退回补正或不予注册，后两者须填写原因。',
          '“待人工审核”核对机构的实名认证材料。',
          '“处罚录入”录入本辖区机构的处罚决定，机构立即收到通知；有误的撤销并说明原因。',
          '查看证照图片等操作都记入审计日志。',
        ],
      },
    ],
  },
  {
    number: '5.2',
    title: '信息公开',
    pages: ['/disclosure'],
    parts: [
      {
        notes: ['不需要登录。按机构名称、所在区域、服务类型查询自主录入已生效的机构及其人员，号码均已遮住。'],
      },
    ],
  },
]

/** The chapter whose page begins most like this path. */
export function chapterOf(path: string): HelpChapter | null {
  let best: { chapter: HelpChapter; length: number } | null = null
  for (const chapter of HELP_CHAPTERS) {
    for (const page of chapter.pages) {
      const fits = path === page || path.startsWith(`${page}/`)
      if (fits && page.length > (best?.length ?? 0)) best = { chapter, length: page.length }
    }
  }
  return best?.chapter ?? null
}

/** Chapters with all the words, in any place. */
export function searchChapters(text: string): HelpChapter[] {
  const words = text.trim().split(/\s+/).filter(Boolean)
  return HELP_CHAPTERS.filter((chapter) => {
    const whole = [
      chapter.number,
      chapter.title,
      ...chapter.parts.flatMap(({ title, steps, notes }) => [
        title ?? '',
        ...(steps ?? []),
        ...(notes ?? []),
      ]),
    ].join('\n')
    return words.every((word) => whole.includes(word))
  })
}
