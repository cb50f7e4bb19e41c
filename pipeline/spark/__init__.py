"""Work on a Spark cluster: enrichment over the lake, and the exported star read by Spark SQL."""
