"""What does the trained model make of a page, and why?"""
