"""What `bench/peers.py` is made of: running in turns, the peers, the sections, the tables."""
