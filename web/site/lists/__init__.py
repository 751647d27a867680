"""What do readers see and change of their lists of articles?"""
