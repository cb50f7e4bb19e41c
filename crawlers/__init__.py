"""Web and export files -> RawPage -> Mention. The only room that knows Scrapy."""
