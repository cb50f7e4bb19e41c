"""`brands.yml`: what the user tracks, part by part, validated and turned into plain records."""
