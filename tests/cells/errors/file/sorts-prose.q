%q load broken/sorts-prose.txt
