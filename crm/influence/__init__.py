"""Who moves the talk about a brand: trees of reposts, places and circles in their graph, reach, indices, movers.

One method a file: forest, propagation and cascades (trees); graph, pagerank, centrality, communities, cohesion and
network (graphs); reach, indices, platforms and audience (accounts); influencers and ranking, movers and watch (brands).
"""
