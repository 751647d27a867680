"""What do readers see and change of their saved searches?"""
