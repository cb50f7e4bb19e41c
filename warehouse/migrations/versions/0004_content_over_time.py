"""Content over time: the calendar's lunar year and terms, growth of counts, complaints step by step, accounts and words by day."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

COLUMNS = (
    ('dim_date', 'workday_number', sa.Integer(), '自 2004 年起至当日(含)的第几个工作日;国务院尚未公布的年份为空 | Working days from 2004 up to and including this day; NULL for years not yet announced'),
    ('dim_date', 'lunar_new_year_offset', sa.SmallInteger(), '距最近一个正月初一的天数,之前为负;2003-2030 年以外为空 | Days from the nearest first day of the lunar year, negative before it; NULL outside 2003-2030'),
    ('dim_date', 'is_new_year_sales', sa.Boolean(), '是否年货节(正月初一前 28 天至除夕,2016 年起;本项目的约定) | Whether in the 年货节 sale (28 days before the lunar new year to its eve, from 2016; our own convention)'),
    ('dim_date', 'school_term', sa.String(), '学期:winter_break 寒假,spring_term,summer_break 暑假,autumn_term(粗略,本项目的约定) | winter_break, spring_term, summer_break or autumn_term (coarse, our own convention)'),
    ('fact_complaint', 'reopened_date_key', sa.Integer(), '最近一次再开启日;-1 为时间未知,-3 为没有 | Day last reopened; -1 at an unknown time, -3 never'),
    ('fact_complaint', 'escalated_date_key', sa.Integer(), '首次升级日;-1 为时间未知,-3 为没有 | Day first escalated; -1 at an unknown time, -3 never'),
    ('fact_complaint', 'ended_date_key', sa.Integer(), '不再处理中之日:解决或关闭日,时间未知则为首次看到已结束之日;-3 为尚未 | Day from which it is no longer open: resolved or closed, else first seen to be; -3 not yet'),
    ('fact_complaint', 'reply_due_date_key', sa.Integer(), '应回复的最后一日(工作日期限);-1 为未知 | Last day for a first reply, by a term in working days; -1 unknown'),
    ('fact_complaint', 'resolution_due_date_key', sa.Integer(), '应解决的最后一日(工作日期限);-1 为未知 | Last day for a resolution, by a term in working days; -1 unknown'),
    ('fact_complaint', 'reopened_at', sa.DateTime(timezone=True), '最近一次再开启时间;没有或时间未知为空 | When last reopened; NULL when never or unknown [instant]'),
    ('fact_complaint', 'escalated_at', sa.DateTime(timezone=True), '首次升级时间;没有或时间未知为空 | When first escalated; NULL when never or unknown [instant]'),
    ('fact_complaint', 'is_reopened', sa.Boolean(), '是否曾再开启;来源未给出处理过程则为空 | Whether ever reopened; NULL when the source shows no thread'),
    ('fact_complaint', 'reply_business_minutes', sa.BigInteger(), "首次回复用时(营业分钟:品牌营业时间,已计节假日与调休);未知则为空 | Time to first reply within the brand's opening hours (holidays and make-up days applied); NULL when unknown [minutes]"),
    ('fact_complaint', 'resolution_business_minutes', sa.BigInteger(), "解决用时(营业分钟:品牌营业时间,已计节假日与调休);未知则为空 | Time to resolution within the brand's opening hours (holidays and make-up days applied); NULL when unknown [minutes]"),
    ('fact_complaint', 'is_reply_late', sa.Boolean(), '首次回复是否晚于期限;未回复、时间或期限未知为空 | Whether the first reply came after its term; NULL without a reply, or when its day or term is unknown'),
    ('fact_complaint', 'is_resolution_late', sa.Boolean(), '解决是否晚于期限;未解决、时间或期限未知为空 | Whether the resolution came after its term; NULL when unresolved, or when its day or term is unknown'),
    ('fact_engagement', 'like_delta', sa.BigInteger(), "自同一来源上次观测以来新增点赞;任一未知则为空,平台回退则为负 | Likes since the same source's previous observation; NULL when either is unknown, below 0 where recounted [likes]"),
    ('fact_engagement', 'comment_delta', sa.BigInteger(), "自同一来源上次观测以来新增评论;任一未知则为空,平台回退则为负 | Comments since the same source's previous observation; NULL when either is unknown, below 0 where recounted [comments]"),
    ('fact_engagement', 'share_delta', sa.BigInteger(), "自同一来源上次观测以来新增转发或分享;任一未知则为空,平台回退则为负 | Reposts or shares since the same source's previous observation; NULL when either is unknown, below 0 where recounted [shares]"),
    ('fact_engagement', 'favorite_delta', sa.BigInteger(), "自同一来源上次观测以来新增收藏;任一未知则为空,平台回退则为负 | Saves since the same source's previous observation; NULL when either is unknown, below 0 where recounted [saves]"),
    ('fact_engagement', 'view_delta', sa.BigInteger(), "自同一来源上次观测以来新增阅读或播放;任一未知则为空,平台回退则为负 | Reads or plays since the same source's previous observation; NULL when either is unknown, below 0 where recounted [views]"),
    ('fact_engagement', 'age_hours', sa.BigInteger(), '观测时距发布的整小时数;发布时间未知或更晚则为空 | Whole hours since publication; NULL when that is unknown or later [hours]'),
    ('fact_engagement', 'is_mature', sa.Boolean(), '观测时是否已发布满 96 小时(T+4);年龄未知则为空 | Whether 96 hours old or more when seen (T+4); NULL when the age is unknown'),
    ('fact_engagement', 'is_at_72h', sa.Boolean(), "是否该内容发布后 72 小时之内的最后一次观测(同龄比较用);年龄未知则为空 | Whether it is the content's last observation within 72 hours of publication, for comparison at equal age; NULL when the age is unknown"),
)
KEYS = (
    ('fact_complaint', 'reopened_date_key'),
    ('fact_complaint', 'escalated_date_key'),
    ('fact_complaint', 'ended_date_key'),
    ('fact_complaint', 'reply_due_date_key'),
    ('fact_complaint', 'resolution_due_date_key'),
)
"""Keys of rows that are there already are unknown (-1) until the next load."""


def upgrade() -> None:
    """Forward."""
    op.create_table('fact_author_day',
    sa.Column('author_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='账号(当日的版本) | Account, in the version valid that day'),
    sa.Column('platform_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='平台 | Platform'),
    sa.Column('author_id', sa.String(), autoincrement=False, nullable=False, comment="作者假名 | Author's keyed pseudonym"),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='采到日(北京时间) | Day seen (Asia/Shanghai)'),
    sa.Column('observed_at', sa.DateTime(timezone=True), autoincrement=False, nullable=False, comment='当日最后一次采到的时间 | When last seen that day [instant]'),
    sa.Column('follower_count', sa.BigInteger(), autoincrement=False, nullable=True, comment='粉丝数 | Followers [followers]'),
    sa.Column('following_count', sa.BigInteger(), autoincrement=False, nullable=True, comment='关注数 | Accounts it follows [accounts]'),
    sa.Column('post_count', sa.BigInteger(), autoincrement=False, nullable=True, comment='累计发布数(平台所计) | Posts so far, as the platform counts [posts]'),
    sa.Column('like_total_count', sa.BigInteger(), autoincrement=False, nullable=True, comment='累计获赞 | Likes over all posts so far [likes]'),
    sa.Column('follower_delta', sa.BigInteger(), autoincrement=False, nullable=True, comment='自上一个采到日以来新增粉丝;任一未知则为空 | Followers since the previous day it was seen; NULL when either is unknown [followers]'),
    sa.Column('following_delta', sa.BigInteger(), autoincrement=False, nullable=True, comment='自上一个采到日以来新增关注;任一未知则为空 | Accounts followed since the previous day it was seen; NULL when either is unknown [accounts]'),
    sa.Column('post_delta', sa.BigInteger(), autoincrement=False, nullable=True, comment='自上一个采到日以来新增发布;任一未知则为空 | Posts since the previous day it was seen; NULL when either is unknown [posts]'),
    sa.Column('like_total_delta', sa.BigInteger(), autoincrement=False, nullable=True, comment='自上一个采到日以来新增获赞;任一未知则为空 | Likes since the previous day it was seen; NULL when either is unknown [likes]'),
    sa.Column('days_since_previous', sa.BigInteger(), autoincrement=False, nullable=True, comment='距上一个采到日的天数;首日为空 | Days since the previous day it was seen; NULL on the first [days]'),
    comment='一行是一个账号被采到的一天的各项数字(当日最后的已知值,不插补) | One row is one account on one day it was seen, with the last known figures of that day (never imputed)'
    )
    op.create_table('fact_complaint_event',
    sa.Column('content_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='内容 | Content'),
    sa.Column('event_number', sa.Integer(), autoincrement=False, nullable=False, comment='该投诉的第几步,1 起 | Number of the step, from 1'),
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌;-2 为未涉及任何跟踪品牌 | Brand; -2 when no tracked brand is meant'),
    sa.Column('platform_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='平台 | Platform'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='发生日(北京时间);-1 为时间未知 | Day it happened (Asia/Shanghai); -1 unknown'),
    sa.Column('step_content_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='使其发生的回复;-2 为投诉本身或其页面 | The answer that brought it; -2 for the complaint itself or its page'),
    sa.Column('event', sa.String(), autoincrement=False, nullable=False, comment='步骤:opened 提出,replied 首次回复,followed_up 跟进,escalated 升级,resolved 解决,closed 关闭,reopened 再开启 | opened, replied, followed_up, escalated, resolved, closed or reopened'),
    sa.Column('actor', sa.String(), autoincrement=False, nullable=False, comment='谁:brand 品牌,customer 投诉人,other 平台等他人,unknown 未知 | Who: brand, customer, other (the platform, ...), unknown'),
    sa.Column('seen_in', sa.String(), autoincrement=False, nullable=False, comment='见于:complaint, thread, page | Where it was seen: complaint, thread or page'),
    sa.Column('confidence', sa.String(), autoincrement=False, nullable=False, comment='时间的可信程度:stated 来源写明,bounded 在两次采集之间,undated 只知不晚于 seen_at | How sure its time is: stated by the source, bounded by two sightings of the page, undated (by seen_at)'),
    sa.Column('occurred_at', sa.DateTime(timezone=True), autoincrement=False, nullable=True, comment='发生时间;来源未写明则为空 | When it happened; NULL unless the source says [instant]'),
    sa.Column('seen_at', sa.DateTime(timezone=True), autoincrement=False, nullable=True, comment='首次采到的时间 | When it was first seen [instant]'),
    sa.Column('event_count', sa.BigInteger(), autoincrement=False, nullable=False, comment='步骤数,恒为 1 | Steps, always 1 [steps]'),
    comment='一行是一件投诉的一步状态变化 | One row is one change in the state of one complaint'
    )
    op.create_table('fact_complaint_backlog',
    sa.Column('content_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='内容 | Content'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='当日(北京时间) | The day (Asia/Shanghai)'),
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌;-2 为未涉及任何跟踪品牌 | Brand; -2 when no tracked brand is meant'),
    sa.Column('platform_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='平台 | Platform'),
    sa.Column('complaint_type_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='投诉类型 | Type of complaint'),
    sa.Column('age_days', sa.BigInteger(), autoincrement=False, nullable=True, comment='距提出的天数,提出当日为 0 | Days since it was opened, 0 on that day [days]'),
    sa.Column('state', sa.String(), autoincrement=False, nullable=False, comment='到当日为止最重的状态:open, replied, reopened, escalated | The gravest it had reached by that day: open, replied, reopened or escalated'),
    sa.Column('is_reply_overdue', sa.Boolean(), autoincrement=False, nullable=True, comment="是否已过回复期限而尚无首次回复;期限或回复时间未知为空 | Whether past its term without a first reply; NULL when the term or the reply's day is unknown"),
    sa.Column('is_resolution_overdue', sa.Boolean(), autoincrement=False, nullable=True, comment='是否已过解决期限;期限未知为空 | Whether past its term for a resolution; NULL when the term is unknown'),
    sa.Column('open_count', sa.BigInteger(), autoincrement=False, nullable=False, comment='处理中的投诉数,恒为 1:同一天内可相加,不可跨天相加 | Open complaints, always 1: adds up within a day, never over days [complaints]'),
    comment='一行是一件处理中的投诉的一天:从提出日到结束前一日,最多到数据的最后一日(仅含来源写明状态且有提出日的投诉) | One row is one open complaint on one day: from the day opened to the day before it ended, at most to the last day of the data (only of complaints whose source says how they stand and when they were opened)'
    )
    op.create_table('fact_term_day',
    sa.Column('brand_key', sa.BigInteger(), autoincrement=False, nullable=False, comment='品牌;-2 为未涉及任何跟踪品牌 | Brand; -2 when no tracked brand is meant'),
    sa.Column('date_key', sa.Integer(), autoincrement=False, nullable=False, comment='发布日(北京时间) | Day published (Asia/Shanghai)'),
    sa.Column('term', sa.String(), autoincrement=False, nullable=False, comment='词(名词、动词、形容词,不含停用词) | Word: noun, verb or adjective'),
    sa.Column('tone', sa.String(), autoincrement=False, nullable=False, comment='所在内容对品牌的情感:positive, neutral, negative;未判断为 unjudged | Tone of the contents towards the brand: positive, neutral, negative, or unjudged'),
    sa.Column('mention_count', sa.BigInteger(), autoincrement=False, nullable=False, comment='含该词的内容数;同一词可跨天、情感相加,不可跨词相加(一条内容含多个词) | Contents that hold the word; adds up for one word over days and tones, never over words [mentions]'),
    sa.Column('author_count', sa.BigInteger(), autoincrement=False, nullable=True, comment='当日说过该词的作者数,不可跨天相加 | Authors who used it that day; never add over days [authors]'),
    comment='一行是一个品牌的内容里一个词在一天、一种情感下的出现 | One row is one word in what was said about one brand on one day in one tone'
    )
    for table, name, type_, comment in COLUMNS:
        default = '-1' if (table, name) in KEYS else None
        op.add_column(table, sa.Column(name, type_, nullable=True, comment=comment, server_default=default))
    for table, name in KEYS:
        op.alter_column(table, name, nullable=False)
        op.alter_column(table, name, server_default=None)


def downgrade() -> None:
    """Back."""
    for table, name, _, _ in reversed(COLUMNS):
        op.drop_column(table, name)
    op.drop_table('fact_term_day')
    op.drop_table('fact_complaint_backlog')
    op.drop_table('fact_complaint_event')
    op.drop_table('fact_author_day')
