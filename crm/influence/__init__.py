"""Who moves the talk about a brand: PageRank on the repost graph, caused reposts, the influencer table."""
