"""The first schema: conformed dimensions, facts of content, complaints, people and operations."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('bridge_mention_topic',
    sa.Column('content_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='内容 | Content'),
    sa.Column('topic_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='话题 | Topic'),
    sa.Column('model_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='模型(引擎与版本) | Model: engine and version'),
    sa.Column('weight', sa.Double(), nullable=False, comment='权重;同一内容同一模型之和为 1 | Weight; sums to 1 per content and model [share]'),
    sa.Column('is_top', sa.Boolean(), nullable=False, comment="是否该内容权重最大的话题 | Whether it is the content's heaviest topic"),
    sa.Column('is_current', sa.Boolean(), nullable=False, comment='是否为当前采用的结果 | Whether this is the result in use'),
    comment='一行是一个模型给一条内容的一个话题 | One row is one topic of one content as one model sees it'
    )
    op.create_table('content_text',
    sa.Column('content_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='内容 | Content'),
    sa.Column('title', sa.String(), nullable=True, comment='标题 | Headline'),
    sa.Column('text', sa.String(), nullable=True, comment='正文(原样) | Text as received'),
    sa.PrimaryKeyConstraint('content_key'),
    comment='一行是一条内容的文字(受限) | One row is the wording of one content (restricted)'
    )
    op.create_table('dim_aspect',
    sa.Column('aspect_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='方面键 | Aspect key'),
    sa.Column('aspect', sa.String(), nullable=True, comment='方面代号 | Aspect code'),
    sa.Column('name', sa.String(), nullable=True, comment='方面名称 | Aspect name'),
    sa.PrimaryKeyConstraint('aspect_key'),
    comment='一行是一个被评价的方面 | One row is one aspect that is judged'
    )
    op.create_table('dim_author',
    sa.Column('author_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='作者版本键 | Author version key'),
    sa.Column('platform_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='平台 | Platform'),
    sa.Column('author_id', sa.String(), nullable=True, comment="作者假名 | Author's keyed pseudonym"),
    sa.Column('name', sa.String(), nullable=True, comment='打码昵称 | Masked display name'),
    sa.Column('tier', sa.String(), nullable=True, comment='粉丝层级 | Tier by followers'),
    sa.Column('region_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='地区 | Region'),
    sa.Column('is_verified', sa.Boolean(), nullable=True, comment='是否认证 | Whether verified'),
    sa.Column('verified_type', sa.String(), nullable=True, comment='认证类型 | Type of verification'),
    sa.Column('gender', sa.String(), nullable=True, comment='性别 f/m | Gender f or m'),
    sa.Column('category', sa.String(), nullable=True, comment='平台给出的账号类目 | Category the platform files it under'),
    sa.Column('valid_from', sa.DateTime(timezone=True), nullable=False, comment='版本生效时间;首版为 1970-01-01 | Version valid from; 1970-01-01 for the first [instant]'),
    sa.Column('valid_to', sa.DateTime(timezone=True), nullable=False, comment='版本失效时间(不含);末版为 9999-12-31 | Valid until, exclusive; 9999-12-31 for the last [instant]'),
    sa.Column('is_current', sa.Boolean(), nullable=False, comment='是否当前版本 | Whether the current version'),
    sa.Column('is_inferred', sa.Boolean(), nullable=False, comment='是否仅由内容推知(尚无资料) | Whether known only from its content, no profile seen'),
    sa.PrimaryKeyConstraint('author_key'),
    comment='一行是一个账号在一段有效期内的状态(SCD2:层级、地区、认证、昵称) | One row is the state of one account over one span of validity (SCD2: tier, region, verification, name)'
    )
    op.create_table('dim_brand',
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌键 | Brand key'),
    sa.Column('brand_id', sa.String(), nullable=True, comment='品牌代号(配置文件) | Brand id of the configuration'),
    sa.Column('name', sa.String(), nullable=True, comment='品牌名称 | Brand name'),
    sa.PrimaryKeyConstraint('brand_key'),
    comment='一行是一个跟踪的品牌 | One row is one tracked brand'
    )
    op.create_table('dim_campaign',
    sa.Column('campaign_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='活动键 | Campaign key'),
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌;-2 为未涉及任何跟踪品牌 | Brand; -2 when no tracked brand is meant'),
    sa.Column('name', sa.String(), nullable=True, comment='活动或事件名称 | Name of the campaign or event'),
    sa.Column('kind', sa.String(), nullable=True, comment='类型:campaign 或 event | Kind: campaign or event'),
    sa.Column('begins_on', sa.Date(), nullable=True, comment='开始日 | First day'),
    sa.Column('ends_on', sa.Date(), nullable=True, comment='结束日 | Last day'),
    sa.PrimaryKeyConstraint('campaign_key'),
    comment='一行是一个品牌的一次活动或事件 | One row is one campaign or event of one brand'
    )
    op.create_table('dim_complaint_type',
    sa.Column('complaint_type_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='投诉类型键 | Complaint type key'),
    sa.Column('complaint_type', sa.String(), nullable=True, comment='类型代号 | Type code'),
    sa.Column('name', sa.String(), nullable=True, comment='类型中文名 | Type in Chinese'),
    sa.PrimaryKeyConstraint('complaint_type_key'),
    comment='一行是一种投诉类型 | One row is one type of complaint'
    )
    op.create_table('dim_content',
    sa.Column('content_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='内容键 | Content key'),
    sa.Column('platform_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='平台 | Platform'),
    sa.Column('mention_id', sa.String(), nullable=True, comment='内容标识 platform:native_id | Content id platform:native_id'),
    sa.Column('native_id', sa.String(), nullable=True, comment="平台原生 ID | The platform's own id"),
    sa.Column('kind', sa.String(), nullable=True, comment='种类:post, comment, repost, review, complaint | Kind: post, comment, repost, review, complaint'),
    sa.Column('content_class_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='内容类别 | Content class'),
    sa.Column('source', sa.String(), nullable=True, comment='读到它的来源 | Source that read it'),
    sa.Column('query', sa.String(), nullable=True, comment='找到它的查询或文件 | Query or file that found it'),
    sa.Column('url', sa.String(), nullable=True, comment='平台上的地址 | Address on its platform'),
    sa.Column('parent_id', sa.String(), nullable=True, comment='被转发或回复内容的原生 ID | Native id of what it answers or reposts'),
    sa.Column('root_id', sa.String(), nullable=True, comment='话题串起点的原生 ID | Native id of the start of its thread'),
    sa.Column('source_product', sa.String(), nullable=True, comment="来源自带的产品或店铺字段 | Product or shop named by the source's own field"),
    sa.Column('status', sa.String(), nullable=True, comment='来源自带的状态(投诉) | State as the source gives it (complaints)'),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True, comment='发布时间;来源未给则为空 | When published; NULL when the source does not say [instant]'),
    sa.Column('first_observed_at', sa.DateTime(timezone=True), nullable=True, comment='首次见到的时间 | When first seen [instant]'),
    sa.Column('observed_at', sa.DateTime(timezone=True), nullable=True, comment='最近一次见到的时间 | When last seen [instant]'),
    sa.Column('duplicate_group', sa.String(), nullable=True, comment='重复组:组内最小的内容标识 | Duplicate group: its smallest content id'),
    sa.Column('is_duplicate', sa.Boolean(), nullable=True, comment='是否重复(同组内非首个) | Whether a repeat: not the first of its group'),
    sa.Column('is_water_army', sa.Boolean(), nullable=True, comment="是否疑似水军 | Whether it looks like a water army's"),
    sa.Column('text_length', sa.BigInteger(), nullable=True, comment='正文长度 | Length of the text [characters]'),
    sa.PrimaryKeyConstraint('content_key'),
    comment='一行是一条帖子、评论、转发、评价或投诉 | One row is one post, comment, repost, review or complaint'
    )
    op.create_table('dim_content_class',
    sa.Column('content_class_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='内容类别键 | Content class key'),
    sa.Column('content_class', sa.String(), nullable=True, comment='类别代号:UGC, PGC, BGC, paid, lottery, news | Class: UGC, PGC, BGC, paid, lottery, news'),
    sa.Column('name', sa.String(), nullable=True, comment='类别中文名 | Class in Chinese'),
    sa.PrimaryKeyConstraint('content_class_key'),
    comment='一行是一种内容类别 | One row is one class of content'
    )
    op.create_table('dim_date',
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='日期键 yyyymmdd | Date key yyyymmdd'),
    sa.Column('day', sa.Date(), nullable=True, comment='日期(北京时间);特殊成员为空 | Day (Asia/Shanghai); NULL for special members'),
    sa.Column('year', sa.SmallInteger(), nullable=True, comment='年 | Calendar year'),
    sa.Column('quarter', sa.SmallInteger(), nullable=True, comment='季度 1-4 | Quarter 1-4'),
    sa.Column('month', sa.SmallInteger(), nullable=True, comment='月 1-12 | Month 1-12'),
    sa.Column('day_of_month', sa.SmallInteger(), nullable=True, comment='日 1-31 | Day of the month 1-31'),
    sa.Column('iso_year', sa.SmallInteger(), nullable=True, comment='ISO 周所属年 | Year the ISO week belongs to'),
    sa.Column('iso_week', sa.SmallInteger(), nullable=True, comment='ISO 周 1-53 | ISO week 1-53'),
    sa.Column('weekday', sa.SmallInteger(), nullable=True, comment='星期 1(周一)-7(周日) | Weekday 1 (Monday) to 7 (Sunday)'),
    sa.Column('weekday_name', sa.String(), nullable=True, comment='星期名称 | Weekday in Chinese'),
    sa.Column('is_weekend', sa.Boolean(), nullable=True, comment='是否周六或周日 | Whether it is a Saturday or Sunday'),
    sa.Column('is_holiday', sa.Boolean(), nullable=True, comment='是否放假(周末或法定节假日,已计调休);国务院尚未公布的年份为空 | Whether people are off (weekend or public holiday, 调休 applied); NULL for years not yet announced'),
    sa.Column('is_workday', sa.Boolean(), nullable=True, comment='是否上班(含调休补班);国务院尚未公布的年份为空 | Whether it is a working day (make-up days included); NULL for years not yet announced'),
    sa.Column('holiday_name', sa.String(), nullable=True, comment='节假日名称 | Public holiday, in Chinese'),
    sa.Column('is_618', sa.Boolean(), nullable=True, comment='是否 618 大促(6 月 1-20 日,2010 年起) | Whether in the 618 sale (1-20 June, from 2010)'),
    sa.Column('is_double11', sa.Boolean(), nullable=True, comment='是否双11 大促(11 月 1-11 日,2009 年起) | Whether in the 双11 sale (1-11 November, from 2009)'),
    sa.Column('is_double12', sa.Boolean(), nullable=True, comment='是否双12 大促(12 月 10-12 日,2012 年起) | Whether in the 双12 sale (10-12 December, from 2012)'),
    sa.PrimaryKeyConstraint('date_key'),
    comment='一行是一个日历日(北京时间) | One row is one calendar day (Asia/Shanghai)'
    )
    op.create_table('dim_metric',
    sa.Column('metric_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='指标键 | Metric key'),
    sa.Column('metric', sa.String(), nullable=True, comment='指标代号 | Metric name'),
    sa.Column('version', sa.String(), nullable=True, comment='定义版本 | Version of the definition'),
    sa.Column('name', sa.String(), nullable=True, comment='指标中文名 | Name in Chinese'),
    sa.Column('name_en', sa.String(), nullable=True, comment='指标英文名 | Name in English'),
    sa.Column('question', sa.String(), nullable=True, comment='回答的问题;同一问题可有多种定义 | Question it answers; rival definitions share it'),
    sa.Column('unit', sa.String(), nullable=True, comment='单位 | Unit'),
    sa.Column('formula', sa.String(), nullable=True, comment='公式(中文) | Formula in Chinese'),
    sa.Column('formula_en', sa.String(), nullable=True, comment='公式(英文) | Formula in English'),
    sa.Column('expression', sa.String(), nullable=True, comment='对 v_insight_day 的 SQL 表达式 | SQL expression over v_insight_day'),
    sa.Column('population', sa.String(), nullable=True, comment='统计范围 | What is counted'),
    sa.Column('origin', sa.String(), nullable=True, comment='出处 | Where the definition comes from'),
    sa.Column('is_default', sa.Boolean(), nullable=True, comment='是否该问题的默认定义 | Whether it is the default of its question'),
    sa.Column('is_up_good', sa.Boolean(), nullable=True, comment='上升是否为好;视情况而定则为空 | Whether a rise is good; NULL when it depends'),
    sa.PrimaryKeyConstraint('metric_key'),
    comment="一行是一个指标的一个定义版本 | One row is one version of one metric's definition"
    )
    op.create_table('dim_model',
    sa.Column('model_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='模型键 | Model key'),
    sa.Column('task', sa.String(), nullable=True, comment='任务 | Task'),
    sa.Column('engine', sa.String(), nullable=True, comment='引擎 | Engine'),
    sa.Column('version', sa.String(), nullable=True, comment='版本(引擎、权重与词表) | Version of engine, weights and lexicon together'),
    sa.Column('is_current', sa.Boolean(), nullable=False, comment='是否为当前采用的结果 | Whether this is the result in use'),
    sa.PrimaryKeyConstraint('model_key'),
    comment='一行是一个任务的一个引擎的一个版本 | One row is one version of one engine for one task'
    )
    op.create_table('dim_persona',
    sa.Column('persona_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='画像键 | Persona key'),
    sa.Column('persona_id', sa.String(), nullable=True, comment='画像代号 | Persona id'),
    sa.Column('period_start', sa.Date(), nullable=True, comment='时期首日 | First day of the period'),
    sa.Column('period_end', sa.Date(), nullable=True, comment='时期末日 | Last day of the period'),
    sa.Column('name', sa.String(), nullable=True, comment='画像名称 | Persona name'),
    sa.Column('evidence', sa.String(), nullable=True, comment='命名依据(JSON) | Evidence for the name (JSON)'),
    sa.Column('top_topic', sa.String(), nullable=True, comment='最关注的话题 | Topic it cares about most'),
    sa.Column('author_count', sa.BigInteger(), nullable=True, comment='成员账号数 | Accounts in it [authors]'),
    sa.Column('stability', sa.Double(), nullable=True, comment='稳定度 0-1 | Stability 0 to 1 [share]'),
    sa.PrimaryKeyConstraint('persona_key'),
    comment='一行是一个时期的一个画像 | One row is one persona of one period'
    )
    op.create_table('dim_platform',
    sa.Column('platform_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='平台键;已知平台为固定小整数 | Platform key; a fixed small integer for known platforms'),
    sa.Column('platform', sa.String(), nullable=True, comment='平台代号 | Platform code'),
    sa.Column('name', sa.String(), nullable=True, comment='平台中文名 | Platform name in Chinese'),
    sa.Column('name_en', sa.String(), nullable=True, comment='平台英文名 | Platform name in English'),
    sa.PrimaryKeyConstraint('platform_key'),
    comment='一行是一个发布平台 | One row is one platform content is published on'
    )
    op.create_table('dim_product',
    sa.Column('product_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='产品键 | Product key'),
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌;-2 为未涉及任何跟踪品牌 | Brand; -2 when no tracked brand is meant'),
    sa.Column('brand_id', sa.String(), nullable=True, comment='所属品牌代号 | Id of its brand'),
    sa.Column('product_id', sa.String(), nullable=True, comment='产品代号(品牌内唯一) | Product id, unique within its brand'),
    sa.Column('name', sa.String(), nullable=True, comment='产品名称 | Product name'),
    sa.PrimaryKeyConstraint('product_key'),
    comment='一行是一个品牌的一个产品 | One row is one product of one brand'
    )
    op.create_table('dim_region',
    sa.Column('region_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='地区键 | Region key'),
    sa.Column('region', sa.String(), nullable=True, comment='来源所写的地区(IP属地或资料) | Region as the source writes it (IP属地 or profile)'),
    sa.Column('province', sa.String(), nullable=True, comment="省级行政区简称(由省名或城市名得出);不在中国或认不出为空 | Province, short form, told by its name or a city's; NULL abroad or unrecognised"),
    sa.Column('country', sa.String(), nullable=True, comment='国家或地区中文名;来源只写州、城市等而未写明则为空 | Country or territory, in Chinese; NULL when only a part of one is named'),
    sa.PrimaryKeyConstraint('region_key'),
    comment='一行是来源写出的一个地区 | One row is one region as sources write it'
    )
    op.create_table('dim_topic',
    sa.Column('topic_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='话题键 | Topic key'),
    sa.Column('topic_id', sa.String(), nullable=True, comment='话题代号 | Topic id'),
    sa.Column('name', sa.String(), nullable=True, comment='话题名称 | Readable label'),
    sa.PrimaryKeyConstraint('topic_key'),
    comment='一行是一个话题 | One row is one topic'
    )
    op.create_table('fact_alert',
    sa.Column('alert_id', sa.String(), nullable=False, comment='警报代号 | Alert id'),
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌;-2 为未涉及任何跟踪品牌 | Brand; -2 when no tracked brand is meant'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='开启日 | Day opened'),
    sa.Column('peak_date_key', sa.Integer(), autoincrement=False, nullable=False, comment='峰值日 | Day of the peak'),
    sa.Column('closed_date_key', sa.Integer(), autoincrement=False, nullable=False, comment='结束日;-3 为仍在持续 | Day closed; -3 still open'),
    sa.Column('topic_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='主要话题 | Main topic'),
    sa.Column('state', sa.String(), nullable=True, comment='open 或 closed | open or closed'),
    sa.Column('negative_count', sa.BigInteger(), nullable=True, comment='期间负面内容数 | Negative contents over the episode [mentions]'),
    sa.Column('peak_negative_count', sa.BigInteger(), nullable=True, comment='峰值日负面内容数 | Negative contents on the peak day [mentions]'),
    sa.Column('baseline_negative_count', sa.Double(), nullable=True, comment='基线:平日负面内容数 | Baseline: negative contents of a usual day [mentions]'),
    sa.Column('severity', sa.Double(), nullable=True, comment='严重度 0-1 | Severity 0 to 1 [share]'),
    comment='一行是一段警报 | One row is one alert episode'
    )
    op.create_table('fact_complaint',
    sa.Column('content_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='内容 | Content'),
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌;-2 为未涉及任何跟踪品牌 | Brand; -2 when no tracked brand is meant'),
    sa.Column('product_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='产品;-2 为品牌层面的行 | Product; -2 on a brand-level row'),
    sa.Column('complaint_type_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='投诉类型 | Type of complaint'),
    sa.Column('platform_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='平台 | Platform'),
    sa.Column('author_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='作者(发布当时的版本) | Author, in the version valid at the time'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='提出日(北京时间) | Day opened (Asia/Shanghai)'),
    sa.Column('first_reply_date_key', sa.Integer(), autoincrement=False, nullable=False, comment='首次回复日;-1 为已回复但时间未知,-3 为尚未 | Day of first reply; -1 answered at an unknown time, -3 not yet'),
    sa.Column('resolved_date_key', sa.Integer(), autoincrement=False, nullable=False, comment='解决日;-1 为已解决但时间未知,-3 为尚未 | Day resolved; -1 resolved at an unknown time, -3 not yet'),
    sa.Column('channel', sa.String(), nullable=False, comment='渠道:complaint_platform 投诉平台,post 帖中识别 | complaint_platform, or post: detected in one'),
    sa.Column('status', sa.String(), nullable=True, comment='状态:open, replied, resolved, closed | State: open, replied, resolved, closed'),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True, comment='提出时间 | When opened [instant]'),
    sa.Column('first_replied_at', sa.DateTime(timezone=True), nullable=True, comment='品牌首次回复时间;未回复或时间未知为空 | When the brand first replied; NULL when not or unknown [instant]'),
    sa.Column('resolved_at', sa.DateTime(timezone=True), nullable=True, comment='解决时间(其后未再开启);未解决或时间未知为空 | When resolved and not reopened since; NULL when not or unknown [instant]'),
    sa.Column('severity', sa.Double(), nullable=True, comment='严重度 0-1 | Severity 0 to 1 [share]'),
    sa.Column('reply_count', sa.BigInteger(), nullable=True, comment='品牌回复数;来源未给出处理过程则为空 | Replies by the brand; NULL when the source shows no thread [replies]'),
    sa.Column('reopened_count', sa.BigInteger(), nullable=True, comment='再开启次数;来源未给出处理过程则为空 | Times reopened; NULL when the source shows no thread [times]'),
    sa.Column('reply_minutes', sa.BigInteger(), nullable=True, comment='首次回复用时(自然分钟) | Time to first reply, calendar time [minutes]'),
    sa.Column('resolution_minutes', sa.BigInteger(), nullable=True, comment='解决用时(自然分钟) | Time to resolution, calendar time [minutes]'),
    sa.Column('complaint_count', sa.BigInteger(), nullable=False, comment='投诉数,恒为 1 | Complaints, always 1 [complaints]'),
    sa.Column('evidence', sa.String(), nullable=True, comment='依据的字符区间(JSON) | Deciding pieces in characters (JSON)'),
    comment='一行是一件投诉及其各节点时间(多品牌时记产品字段所指品牌,其次指定品牌,再次最先提到的) | One row is one complaint with the date of each milestone (of several brands: the one its product field names, else the assigned one, else the one named first)'
    )
    op.create_table('fact_coverage',
    sa.Column('source', sa.String(), nullable=False, comment='来源 | Source'),
    sa.Column('query', sa.String(), nullable=False, comment='查询或文件 | Query or file'),
    sa.Column('run_id', sa.String(), nullable=False, comment='运行 | Run'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='运行日(北京时间) | Day of the run (Asia/Shanghai)'),
    sa.Column('platform_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='平台 | Platform'),
    sa.Column('source_title', sa.String(), nullable=True, comment='来源名称 | Title of the source'),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True, comment='开始时间 | Started [instant]'),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True, comment='结束时间 | Ended [instant]'),
    sa.Column('outcome', sa.String(), nullable=True, comment='结果 | Outcome'),
    sa.Column('page_count', sa.BigInteger(), nullable=True, comment='读取的响应或文件数 | Responses or files read [pages]'),
    sa.Column('row_count', sa.BigInteger(), nullable=True, comment='其中的行数 | Rows in them [rows]'),
    sa.Column('mention_count', sa.BigInteger(), nullable=True, comment='采得的内容数 | Mentions taken [mentions]'),
    sa.Column('author_count', sa.BigInteger(), nullable=True, comment='单独采得的作者资料条数(随内容附带的作者不计) | Authors delivered as records of their own; those that come with a mention are not counted [observations]'),
    sa.Column('refused_count', sa.BigInteger(), nullable=True, comment='拒收的行数 | Rows refused [rows]'),
    sa.Column('skipped_count', sa.BigInteger(), nullable=True, comment="按来源自身规则跳过的行数 | Rows skipped by the source's own rule [rows]"),
    sa.Column('is_capped', sa.Boolean(), nullable=False, comment="是否触及平台上限 | Whether the platform's limit ended it"),
    sa.Column('missing_estimate_count', sa.BigInteger(), nullable=True, comment='估计缺失数 | Items believed missing [items]'),
    sa.Column('window_from', sa.DateTime(timezone=True), nullable=True, comment='最早内容的发布时间 | Publication of the oldest mention [instant]'),
    sa.Column('window_to', sa.DateTime(timezone=True), nullable=True, comment='最新内容的发布时间 | Publication of the newest mention [instant]'),
    sa.Column('message', sa.String(), nullable=True, comment='给人看的一句话 | One line for a person'),
    comment="一行是一次运行对一个来源的一个查询的采集 | One row is one run's gathering of one query of one source"
    )
    op.create_table('fact_engagement',
    sa.Column('content_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='内容 | Content'),
    sa.Column('observed_at', sa.DateTime(timezone=True), nullable=False, comment='观测时间 | When seen [instant]'),
    sa.Column('source', sa.String(), nullable=False, comment='观测到它的来源 | Source that saw it'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='观测日(北京时间) | Day seen (Asia/Shanghai)'),
    sa.Column('platform_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='平台 | Platform'),
    sa.Column('like_count', sa.BigInteger(), nullable=True, comment='累计点赞 | Likes so far [likes]'),
    sa.Column('comment_count', sa.BigInteger(), nullable=True, comment='累计评论 | Comments so far [comments]'),
    sa.Column('share_count', sa.BigInteger(), nullable=True, comment='累计转发或分享 | Reposts or shares so far [shares]'),
    sa.Column('favorite_count', sa.BigInteger(), nullable=True, comment='累计收藏 | Saves so far [saves]'),
    sa.Column('view_count', sa.BigInteger(), nullable=True, comment='累计阅读或播放 | Reads or plays so far [views]'),
    sa.Column('engagement_count', sa.BigInteger(), nullable=True, comment='互动量:评论+点赞+转发+收藏中已知者之和 | Engagement: sum of known comments, likes, shares, saves [interactions]'),
    sa.Column('count_precision', sa.String(), nullable=True, comment='精度:exact, rounded(万), capped(10万+) | Precision: exact, rounded (万), capped (10万+)'),
    sa.Column('is_latest', sa.Boolean(), nullable=False, comment="是否该内容最近一次观测 | Whether it is the content's latest observation"),
    comment="一行是一条内容的一次计数观测(累计值,不可跨时间相加) | One row is one observation of one content's counters (cumulative: never add over time)"
    )
    op.create_table('fact_influencer',
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌;-2 为未涉及任何跟踪品牌 | Brand; -2 when no tracked brand is meant'),
    sa.Column('author_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='作者(发布当时的版本) | Author, in the version valid at the time'),
    sa.Column('platform_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='平台 | Platform'),
    sa.Column('period_start', sa.Date(), nullable=False, comment='时期首日 | First day of the period'),
    sa.Column('period_end', sa.Date(), nullable=False, comment='时期末日 | Last day of the period'),
    sa.Column('tier', sa.String(), nullable=True, comment='当期粉丝层级 | Tier in the period'),
    sa.Column('follower_count', sa.BigInteger(), nullable=True, comment='当期粉丝数 | Followers in the period [followers]'),
    sa.Column('mention_count', sa.BigInteger(), nullable=True, comment='提及品牌的内容数 | Contents about the brand [mentions]'),
    sa.Column('reach_count', sa.BigInteger(), nullable=True, comment='潜在触达:各内容粉丝数之和 | Potential reach: followers summed over contents [followers]'),
    sa.Column('engagement_count', sa.BigInteger(), nullable=True, comment='互动量 | Engagement [interactions]'),
    sa.Column('engaged_follower_count', sa.BigInteger(), nullable=True, comment='互动率分母:粉丝数已知的内容的粉丝数之和 | Denominator of engagement rate: followers summed over contents where known [followers]'),
    sa.Column('pagerank', sa.Double(), nullable=True, comment='转发网络 PageRank | PageRank on the repost graph [share]'),
    sa.Column('caused_repost_count', sa.BigInteger(), nullable=True, comment='带来的转发数 | Reposts caused [mentions]'),
    sa.Column('positive_count', sa.BigInteger(), nullable=True, comment='正面内容数 | Positive contents [mentions]'),
    sa.Column('negative_count', sa.BigInteger(), nullable=True, comment='负面内容数 | Negative contents [mentions]'),
    sa.Column('rank', sa.BigInteger(), nullable=True, comment='影响力名次,1 为最高 | Rank by influence, 1 is highest'),
    comment="一行是一个作者在一个时期对一个品牌的影响 | One row is one author's influence on one brand in one period"
    )
    op.create_table('fact_insight',
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌;-2 为未涉及任何跟踪品牌 | Brand; -2 when no tracked brand is meant'),
    sa.Column('platform_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='平台 | Platform'),
    sa.Column('topic_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='话题;-4 为合计,-1 为未分话题 | Topic; -4 is the total, -1 has no topic'),
    sa.Column('aspect_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='方面;-4 为合计 | Aspect; -4 is the total'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='发布日(北京时间) | Day published (Asia/Shanghai)'),
    sa.Column('mention_count', sa.Double(), nullable=False, comment='声量(话题行按权重) | Volume (topic rows by weight) [mentions]'),
    sa.Column('deduplicated_count', sa.Double(), nullable=False, comment='去重声量:品牌内每组重复内容计一条,无文字的转发不计 | Volume without repeats: one per brand and duplicate group, bare reposts not counted [mentions]'),
    sa.Column('organic_count', sa.Double(), nullable=False, comment='自然声量 | Organic volume [mentions]'),
    sa.Column('positive_count', sa.Double(), nullable=False, comment='正面 | Positive [mentions]'),
    sa.Column('neutral_count', sa.Double(), nullable=False, comment='中性 | Neutral [mentions]'),
    sa.Column('negative_count', sa.Double(), nullable=False, comment='负面 | Negative [mentions]'),
    sa.Column('abstained_count', sa.Double(), nullable=False, comment='模型弃权 | Model declined [mentions]'),
    sa.Column('unjudged_count', sa.Double(), nullable=False, comment='未判断(如无文字的转发) | Not judged, such as a bare repost [mentions]'),
    sa.Column('complaint_count', sa.Double(), nullable=False, comment='投诉 | Complaints [mentions]'),
    sa.Column('engagement_count', sa.Double(), nullable=True, comment='互动量(最近观测;全未知则为空) | Engagement, latest known; NULL when none is known [interactions]'),
    comment='一行是一个品牌、平台、话题、方面、日的合计;话题键 -4 的行为总计,相加时只取其一层 | One row is one brand, platform, topic, aspect and day; rows with topic -4 are totals: add up one level only'
    )
    op.create_table('fact_mention',
    sa.Column('content_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='内容 | Content'),
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌;-2 为未涉及任何跟踪品牌 | Brand; -2 when no tracked brand is meant'),
    sa.Column('product_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='产品;-2 为品牌层面的行 | Product; -2 on a brand-level row'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='发布日(北京时间) | Day published (Asia/Shanghai)'),
    sa.Column('platform_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='平台 | Platform'),
    sa.Column('author_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='作者(发布当时的版本) | Author, in the version valid at the time'),
    sa.Column('region_key', sa.BigInteger(), autoincrement=False, nullable=False, comment="作者当时的地区 | Author's region at the time"),
    sa.Column('lead_product_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌行上首个提到的产品;产品行为其产品 | On a brand-level row the first product mentioned; on a product row that product'),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True, comment='发布时间 | When published [instant]'),
    sa.Column('is_inherited', sa.Boolean(), nullable=False, comment='是否承自所在串的起点或上文 | Whether linked through what it reposts or answers'),
    sa.Column('mention_count', sa.BigInteger(), nullable=False, comment='声量:品牌行为 1,产品行为 0 | Volume: 1 on a brand-level row, 0 on a product row [mentions]'),
    sa.Column('product_mention_count', sa.BigInteger(), nullable=False, comment='产品声量:产品行为 1,品牌行为 0 | Product volume: 1 on a product row, else 0 [mentions]'),
    sa.Column('deduplicated_count', sa.BigInteger(), nullable=False, comment="去重声量:品牌内每组重复内容的首条为 1,其余与无文字的转发为 0 | Volume without repeats: 1 for the brand's first of each duplicate group, 0 for the rest and bare reposts [mentions]"),
    sa.Column('organic_count', sa.Double(), nullable=False, comment="自然声量:水军按权重折减,付费、抽奖与品牌自发为 0 | Organic volume: a water army at its weight; paid, lottery and the brand's own at 0 [mentions]"),
    sa.Column('author_follower_count', sa.BigInteger(), nullable=True, comment="作者发布当时的粉丝数 | Author's followers at the time [followers]"),
    comment='一行是一条内容与其提到的一个品牌(产品键 -2)或一个产品 | One row is one content and one brand (product key -2) or one product it mentions'
    )
    op.create_table('fact_persona_membership',
    sa.Column('persona_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='画像 | Persona'),
    sa.Column('author_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='作者(发布当时的版本) | Author, in the version valid at the time'),
    sa.Column('platform_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='平台 | Platform'),
    sa.Column('period_start', sa.Date(), nullable=False, comment='时期首日 | First day of the period'),
    sa.Column('period_end', sa.Date(), nullable=False, comment='时期末日 | Last day of the period'),
    sa.Column('probability', sa.Double(), nullable=True, comment='归属概率 | Probability of belonging [share]'),
    sa.Column('is_primary', sa.Boolean(), nullable=False, comment="是否该账号本期最可能的画像 | Whether it is the account's likeliest persona of the period"),
    comment='一行是一个账号在一个时期归于一个画像 | One row is one account belonging to one persona in one period'
    )
    op.create_table('fact_propagation',
    sa.Column('content_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='转发或回复 | The repost or reply'),
    sa.Column('parent_content_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='上文;-3 为尚未采到 | What it passes on; -3 when not gathered'),
    sa.Column('root_content_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='串的起点;-3 为尚未采到 | Start of the thread; -3 when not gathered'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='发布日(北京时间) | Day published (Asia/Shanghai)'),
    sa.Column('platform_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='平台 | Platform'),
    sa.Column('author_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='作者(发布当时的版本) | Author, in the version valid at the time'),
    sa.Column('parent_author_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='上文作者(其发布当时的版本) | Author of the parent, as of its time'),
    sa.Column('kind', sa.String(), nullable=True, comment='repost 或 comment 等 | repost, comment, ...'),
    sa.Column('lag_minutes', sa.BigInteger(), nullable=True, comment='距上文的时间;未知或为负则为空 | Time since the parent; NULL when unknown or negative [minutes]'),
    sa.Column('propagation_count', sa.BigInteger(), nullable=False, comment='传播数,恒为 1 | Passings-on, always 1 [mentions]'),
    comment='一行是一次转发或回复与其上文 | One row is one repost or reply and its parent'
    )
    op.create_table('fact_quality',
    sa.Column('check_name', sa.String(), nullable=False, comment='检查 | Check'),
    sa.Column('table_name', sa.String(), nullable=False, comment='表 | Table'),
    sa.Column('run_id', sa.String(), nullable=False, comment='运行 | Run'),
    sa.Column('severity', sa.String(), nullable=True, comment='fail 阻止发布,warn 只记录 | fail keeps it from being published, warn is only noted'),
    sa.Column('stage', sa.String(), nullable=True, comment='load 装载时,gate 发布前 | load: while loading, gate: before publishing'),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True, comment='检查时间 | When checked [instant]'),
    sa.Column('failed_count', sa.BigInteger(), nullable=False, comment='不合格的行数 | Rows that fail [rows]'),
    sa.Column('is_passed', sa.Boolean(), nullable=False, comment='是否通过 | Whether passed'),
    sa.Column('description', sa.String(), nullable=True, comment='检查内容 | What is checked'),
    comment='一行是一次运行的一项检查 | One row is one check of one run'
    )
    op.create_table('fact_review',
    sa.Column('content_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='内容 | Content'),
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌;-2 为未涉及任何跟踪品牌 | Brand; -2 when no tracked brand is meant'),
    sa.Column('product_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='产品;-2 为品牌层面的行 | Product; -2 on a brand-level row'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='发布日(北京时间) | Day published (Asia/Shanghai)'),
    sa.Column('platform_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='平台 | Platform'),
    sa.Column('author_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='作者(发布当时的版本) | Author, in the version valid at the time'),
    sa.Column('source_product', sa.String(), nullable=True, comment="来源自带的产品或店铺字段 | Product or shop named by the source's own field"),
    sa.Column('rating', sa.Double(), nullable=True, comment='评分 | Rating given [points of rating_scale]'),
    sa.Column('rating_scale', sa.Double(), nullable=True, comment='满分 | Best possible rating [points]'),
    sa.Column('review_count', sa.BigInteger(), nullable=False, comment='评价数,恒为 1 | Reviews, always 1 [reviews]'),
    comment='一行是一条评价(多品牌时记产品字段所指品牌,其次指定品牌,再次最先提到的) | One row is one review (of several brands: the one its product field names, else the assigned one, else the one named first)'
    )
    op.create_table('fact_run_step',
    sa.Column('run_id', sa.String(), nullable=False, comment='运行 | Run'),
    sa.Column('step', sa.String(), nullable=False, comment='步骤 | Step'),
    sa.Column('subject', sa.String(), nullable=False, comment='对象(来源或任务);无则为空串 | Source or task it was about; empty when none'),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True, comment='开始时间 | Started [instant]'),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True, comment='结束时间 | Ended [instant]'),
    sa.Column('outcome', sa.String(), nullable=True, comment='结果 | Outcome'),
    sa.Column('row_count', sa.BigInteger(), nullable=True, comment='处理的行数 | Rows handled [rows]'),
    comment='一行是一次运行的一个步骤 | One row is one step of one run'
    )
    op.create_table('fact_sentiment',
    sa.Column('content_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='内容 | Content'),
    sa.Column('target_brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='评价对象;-4 为整段文字 | What is judged; -4 is the whole text'),
    sa.Column('aspect_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='方面;-4 为全部 | Aspect; -4 is all'),
    sa.Column('model_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='模型(引擎与版本) | Model: engine and version'),
    sa.Column('label', sa.String(), nullable=False, comment='判断:negative, neutral, positive | Verdict: negative, neutral, positive'),
    sa.Column('probability', sa.Double(), nullable=True, comment='该判断的校准概率 | Calibrated probability of the verdict [share]'),
    sa.Column('positive_probability', sa.Double(), nullable=True, comment='正面概率 | Probability of positive [share]'),
    sa.Column('neutral_probability', sa.Double(), nullable=True, comment='中性概率 | Probability of neutral [share]'),
    sa.Column('negative_probability', sa.Double(), nullable=True, comment='负面概率 | Probability of negative [share]'),
    sa.Column('sentiment_score', sa.Double(), nullable=True, comment='正面概率减负面概率 | Positive minus negative probability [-1 to 1]'),
    sa.Column('is_abstained', sa.Boolean(), nullable=False, comment='模型是否弃权(弃权不计入任何一类) | Whether the model declined; such rows count in no class'),
    sa.Column('evidence', sa.String(), nullable=True, comment='依据的字符区间 [[起,止],…](JSON) | Deciding pieces [[start,end],...] in characters (JSON)'),
    sa.Column('is_current', sa.Boolean(), nullable=False, comment='是否为当前采用的结果 | Whether this is the result in use'),
    comment="一行是一个模型对一条内容的一个对象的一个方面的判断 | One row is one model's verdict on one aspect of one target in one content"
    )


def downgrade() -> None:
    """Back."""
    op.drop_table('fact_sentiment')
    op.drop_table('fact_run_step')
    op.drop_table('fact_review')
    op.drop_table('fact_quality')
    op.drop_table('fact_propagation')
    op.drop_table('fact_persona_membership')
    op.drop_table('fact_mention')
    op.drop_table('fact_insight')
    op.drop_table('fact_influencer')
    op.drop_table('fact_engagement')
    op.drop_table('fact_coverage')
    op.drop_table('fact_complaint')
    op.drop_table('fact_alert')
    op.drop_table('dim_topic')
    op.drop_table('dim_region')
    op.drop_table('dim_product')
    op.drop_table('dim_platform')
    op.drop_table('dim_persona')
    op.drop_table('dim_model')
    op.drop_table('dim_metric')
    op.drop_table('dim_date')
    op.drop_table('dim_content_class')
    op.drop_table('dim_content')
    op.drop_table('dim_complaint_type')
    op.drop_table('dim_campaign')
    op.drop_table('dim_brand')
    op.drop_table('dim_author')
    op.drop_table('dim_aspect')
    op.drop_table('content_text')
    op.drop_table('bridge_mention_topic')
