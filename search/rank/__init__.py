"""In which order do matches come, and why?"""
