%%q concourse
id,source
1,diary
2,diary
