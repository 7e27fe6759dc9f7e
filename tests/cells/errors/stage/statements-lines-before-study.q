%%q statements
One
Two
